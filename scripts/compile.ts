import { readConfig } from "./config.ts";
import { compareDiagnostics, compareText, type Diagnostic } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import { runExamples } from "./examples.ts";
import type { Config, Model } from "./model.ts";
import { parse, parseConfig } from "./parse/index.ts";
import { resolve } from "./resolve/index.ts";
import { rules } from "./rules/index.ts";
import type { ConfigDocument } from "./shapes/documents.ts";
import type { Source } from "./source.ts";
import type { Instant } from "./time.ts";
import { nameOf, type Tree } from "./tree.ts";
import { validate } from "./validate/index.ts";

export interface CompileOptions {
  /** The instant for which the tree is judged. */
  readonly asOf: Instant;
  /** Whether what has expired is only a warning. */
  readonly allowExpired: boolean;
}

export interface Compilation {
  /** One for each environment, the first first; undefined where the config cannot be read: nothing can be resolved without it. */
  readonly models: readonly [Model, ...Model[]] | undefined;
  /** All findings, in order. Outputs may be made from the model only if none of them is an error. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file of flags/ or groups/ as it was read by itself. */
export interface Reading {
  /** Undefined where the text cannot be read as a document at all. */
  readonly document: Document | undefined;
  /** Whether the document is whole enough to be resolved. */
  readonly isSound: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file: source → document, judged by the schema of its kind. */
export type Read = (source: Source) => Reading;

/** Reads a file anew. The entries whose ids start at the offsets in `open` are in the data, whatever the list's length. */
export function readDocument(source: Source, open?: ReadonlySet<number>): Reading {
  const { document, diagnostics } = parse(source, open);
  if (document === undefined) return { document, isSound: false, diagnostics };
  const judged = validate(document);
  return { document, isSound: judged.sound, diagnostics: [...diagnostics, ...judged.diagnostics] };
}

const readAnew: Read = (source) => readDocument(source);

/** A way to read that reads each text only once, for trees that have most of their files in common. */
export function readOnce(): Read {
  const known = new Map<string, Reading>();
  return (source) => {
    const key = `${source.path}\0${source.text}`;
    const reading = known.get(key) ?? readDocument(source);
    known.set(key, reading);
    return reading;
  };
}

/** Compiles a tree: sources → documents → model → findings. Never throws, whatever the sources hold. */
export function compile(tree: Omit<Tree, "root">, options: CompileOptions, read: Read = readAnew): Compilation {
  const { models, diagnostics: found } = readModels(tree, options, read);
  if (models === undefined) return { models, diagnostics: found };
  const diagnostics = [...found, ...judge(models)];
  if (!diagnostics.some(({ severity }) => severity === "error")) diagnostics.push(...runExamples(models));
  return { models, diagnostics: diagnostics.sort(compareDiagnostics) };
}

/** The models that a tree can be read as, with what was found in reading; no rule has judged them. */
export function readModels(tree: Omit<Tree, "root">, options: CompileOptions, read: Read = readAnew): Compilation {
  const diagnostics: Diagnostic[] = [...tree.diagnostics];
  const documents: Document[] = [];
  const sound: Document[] = [];
  const damaged = new Set<Document>();
  const unreadable = new Set(tree.diagnostics.map((each) => nameOf(each.span.source.path)));

  for (const source of tree.files.toSorted((a, b) => compareText(a.path, b.path))) {
    const { document, isSound, diagnostics: found } = read(source);
    diagnostics.push(...found);
    if (document !== undefined && document.name !== "") documents.push(document);
    if (document !== undefined && found.length > 0) damaged.add(document);
    if (document !== undefined && isSound) sound.push(document);
    else unreadable.add(document?.name ?? "").add(nameOf(source.path));
  }
  unreadable.delete("");

  const config = compileConfig(tree.config, diagnostics);
  if (config === undefined) return { models: undefined, diagnostics: diagnostics.sort(compareDiagnostics) };
  const resolveIn = (environment: string): Model =>
    resolve(config, sound, { ...options, environment, documents, damaged, unreadable });
  const [first, ...others] = config.environments;
  return { models: [resolveIn(first), ...others.map(resolveIn)], diagnostics: diagnostics.sort(compareDiagnostics) };
}

/** What the rules find in each environment: told once, and with the environment's name where it is not so in the first. */
function judge(models: readonly Model[]): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const [index, model] of models.entries())
    for (const rule of rules)
      for (const finding of rule(model)) {
        const { code, message, span } = finding;
        const key = JSON.stringify([code, span.source.path, span.start, span.end, message]);
        if (found.has(key)) continue;
        found.set(key, index === 0 ? finding : { ...finding, message: `${message} (in ${model.environment})` });
      }
  return [...found.values()];
}

function compileConfig(source: Source, diagnostics: Diagnostic[]): Config | undefined {
  const parsed = parseConfig(source);
  diagnostics.push(...parsed.diagnostics);
  if (parsed.document === undefined) return undefined;
  const judged = validate(parsed.document);
  diagnostics.push(...judged.diagnostics);
  if (!judged.sound) return undefined;
  const read = readConfig(parsed.document as Document<ConfigDocument>);
  diagnostics.push(...read.diagnostics);
  return read.config;
}
