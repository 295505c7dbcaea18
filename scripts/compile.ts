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
import type { Tree } from "./tree.ts";
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

/** Compiles a tree: sources → documents → model → findings. Never throws, whatever the sources hold. */
export function compile(tree: Omit<Tree, "root">, options: CompileOptions): Compilation {
  const diagnostics: Diagnostic[] = [...tree.diagnostics];
  const documents: Document[] = [];
  const sound: Document[] = [];
  const damaged = new Set<Document>();
  const unreadable = new Set(tree.diagnostics.map((each) => baseName(each.span.source.path)));

  for (const source of tree.files.toSorted((a, b) => compareText(a.path, b.path))) {
    const parsed = parse(source);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.document === undefined) {
      unreadable.add(baseName(source.path));
      continue;
    }
    const judged = validate(parsed.document);
    diagnostics.push(...judged.diagnostics);
    if (parsed.document.name !== "") documents.push(parsed.document);
    if (parsed.diagnostics.length + judged.diagnostics.length > 0) damaged.add(parsed.document);
    if (judged.sound) sound.push(parsed.document);
    else unreadable.add(parsed.document.name).add(baseName(source.path));
  }

  const config = compileConfig(tree.config, diagnostics);
  if (config === undefined) return { models: undefined, diagnostics: diagnostics.sort(compareDiagnostics) };
  const resolveIn = (environment: string): Model =>
    resolve(config, sound, { ...options, environment, documents, damaged, unreadable });
  const [first, ...others] = config.environments;
  const models = [resolveIn(first), ...others.map(resolveIn)] as const;
  for (const finding of judge(models)) diagnostics.push(finding);
  if (!diagnostics.some(({ severity }) => severity === "error")) diagnostics.push(...runExamples(models));
  return { models, diagnostics: diagnostics.sort(compareDiagnostics) };
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

/** The name that a file's name promises. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.ya?ml$/i, "");
}
