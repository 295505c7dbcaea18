import { compareDiagnostics, type Diagnostic } from "../model/diagnostic.ts";
import type { Document } from "../model/document.ts";
import type { Config, Model } from "../model/model.ts";
import { customerLists } from "../model/model-queries.ts";
import { onceFor } from "../model/once-for.ts";
import { type Progress, unheard } from "../model/progress.ts";
import type { ConfigDocument } from "../model/shapes/documents.ts";
import type { Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { parse, parseConfig } from "./1-parse/index.ts";
import { validate } from "./2-validate/index.ts";
import { resolve } from "./3-resolve/index.ts";
import { datedRules } from "./4-rules/index.ts";
import { runExamples } from "./answers/run-examples.ts";
import { judgeModels } from "./judge-models.ts";
import { readConfig } from "./read-config.ts";
import { vetFixes } from "./vet-fixes.ts";

/** What a tree is compiled for. */
export interface CompileOptions {
  /** The instant that the tree is checked for. */
  readonly asOf: Instant;
  /** Whether what has expired is only a warning. */
  readonly allowExpired: boolean;
  /** Is notified of the stages, if given. */
  readonly progress?: Progress | undefined;
}

/** The result of a compilation. */
export interface Compilation {
  /**
   * One for each environment, the first one first; undefined if the config cannot be read, since nothing can be
   * resolved without it.
   */
  readonly models: readonly [Model, ...Model[]] | undefined;
  /** All findings, in order. Outputs may be made from the model only if none of them is an error. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file of flags/ or groups/, read on its own. */
export interface Reading {
  /** Undefined if the text cannot be read as a document at all. */
  readonly document: Document | undefined;
  /** Whether the document is complete enough to be resolved. */
  readonly isSound: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file: source → document, checked against the schema of its kind. */
export type Read = (source: Source, progress?: Progress) => Reading;

/**
 * Reads a file again. The entries whose ids start at the offsets in `open` are in the data, however long the list is.
 */
export function readDocument(source: Source, open?: ReadonlySet<number>, progress: Progress = unheard): Reading {
  const { document, diagnostics } = parse(source, open);
  if (document === undefined) return { document, isSound: false, diagnostics };
  progress.enter("validate");
  const judged = validate(document);
  return { document, isSound: judged.sound, diagnostics: [...diagnostics, ...judged.diagnostics] };
}

const readAnew: Read = (source, progress) => readDocument(source, undefined, progress);

/**
 * A reader that reads each text only once, for trees that have most of their files in common. Of a file it keeps the
 * `kept` versions that were asked for last, so that memory does not grow with the number of edits: two trees are compared.
 */
export function readOnce(kept = 2): Read {
  const known = new Map<string, readonly (readonly [text: string, Reading])[]>();
  return (source, progress) => {
    const versions = known.get(source.path) ?? [];
    const [last] = versions;
    if (last !== undefined && last[0] === source.text) return last[1];
    const before = versions.find(([text]) => text === source.text);
    const version = before ?? ([source.text, readDocument(source, undefined, progress)] as const);
    known.set(source.path, [version, ...versions.filter((each) => each !== before)].slice(0, kept));
    return version[1];
  };
}

/** Compiles a tree: sources → documents → model → findings. It never throws. */
export function compile(tree: Omit<Tree, "root">, options: CompileOptions, read: Read = readAnew): Compilation {
  const readKept = keepReadings(read);
  const { models, diagnostics: found } = judgeTree(tree, options, readKept);
  const { progress = unheard, ...silent } = options;
  const diagnostics = [...vetFixes(tree, found, (edited) => judgeTree(edited, silent, readKept).diagnostics)];
  if (models !== undefined && !diagnostics.some(({ severity }) => severity === "error")) {
    progress.enter("examples");
    diagnostics.push(...runExamples(models));
  }
  return { models, diagnostics: diagnostics.sort(compareDiagnostics) };
}

/**
 * The findings that depend on the day, for a tree that was compiled for another one: of its dated rules, and of its
 * examples if nothing else is wrong. The whole compilation of a large tree for each of thirty days takes eight times as
 * long.
 */
export function compileForDay(
  tree: Omit<Tree, "root">,
  options: CompileOptions,
  { hasOtherErrors, read }: { readonly hasOtherErrors: boolean; readonly read: Read },
): readonly Diagnostic[] {
  const { models } = readModels(tree, options, read);
  if (models === undefined) return [];
  const diagnostics = judgeModels(models, unheard, datedRules);
  const isWrong = hasOtherErrors || diagnostics.some(({ severity }) => severity === "error");
  return isWrong ? diagnostics : [...diagnostics, ...runExamples(models)];
}

/** The findings in a tree without running its examples. */
function judgeTree(tree: Omit<Tree, "root">, options: CompileOptions, read: Read): Compilation {
  const { models, diagnostics } = readModels(tree, options, read);
  if (models === undefined) return { models, diagnostics };
  const { progress = unheard } = options;
  progress.tell("file", tree.files.length);
  progress.tell("listed customer", countCustomers(models[0]));
  return { models, diagnostics: [...diagnostics, ...judgeModels(models, progress)] };
}

/** Reads each source once: a tree with a fix applied differs in only a few files. */
function keepReadings(read: Read): Read {
  const known = new WeakMap<Source, Reading>();
  return (source, progress) => {
    const reading = known.get(source) ?? read(source, progress);
    known.set(source, reading);
    return reading;
  };
}

/** The models of a tree, with the findings of reading it; no rule has been run. */
export function readModels(tree: Omit<Tree, "root">, options: CompileOptions, read: Read = readAnew): Compilation {
  const diagnostics: Diagnostic[] = [...tree.diagnostics];
  const documents: Document[] = [];
  const sound: Document[] = [];
  const partial = new Set<Document>();
  const failed = tree.diagnostics.filter(({ severity }) => severity === "error");
  const unreadable = new Map(failed.map(({ span: { source } }) => [nameOf(source.path), source.path]));

  const { progress = unheard } = options;

  for (const [index, source] of tree.files.toSorted((a, b) => compareText(a.path, b.path)).entries()) {
    const enter = (stage: string): void => progress.enter(stage, index, tree.files.length);
    enter("parse");
    const { document, isSound, diagnostics: found } = read(source, { ...progress, enter });
    diagnostics.push(...found);
    if (document !== undefined && document.name !== "") documents.push(document);
    if (document !== undefined && found.length > 0) partial.add(document);
    if (document !== undefined && isSound) sound.push(document);
    else unreadable.set(document?.name ?? "", source.path).set(nameOf(source.path), source.path);
  }
  unreadable.delete("");

  progress.enter("resolve");
  const { config, diagnostics: ofConfig } = compileConfig(tree.config);
  diagnostics.push(...ofConfig);
  if (config === undefined) return { models: undefined, diagnostics: diagnostics.sort(compareDiagnostics) };
  const { asOf, allowExpired } = options;
  const resolveIn = (environment: string): Model =>
    resolve(config, sound, { asOf, allowExpired, environment, documents, partial, unreadable });
  const [first, ...others] = config.environments;
  return { models: [resolveIn(first), ...others.map(resolveIn)], diagnostics: diagnostics.sort(compareDiagnostics) };
}

function countCustomers(model: Model): number {
  let number = 0;
  for (const { entries } of customerLists(model)) number += entries.ids.length;
  return number;
}

/** The config of package.json, read once: rules know what they have found with the same config. */
const compileConfig = onceFor((source: Source): { config?: Config; diagnostics: readonly Diagnostic[] } => {
  const { document, diagnostics } = parseConfig(source);
  if (document === undefined) return { diagnostics };
  const judged = validate(document);
  if (!judged.sound) return { diagnostics: [...diagnostics, ...judged.diagnostics] };
  const read = readConfig(document as Document<ConfigDocument>);
  return { config: read.config, diagnostics: [...diagnostics, ...judged.diagnostics, ...read.diagnostics] };
});
