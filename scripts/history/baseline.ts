import { type CompileOptions, type Read, readModels } from "../compile/compile.ts";
import { type Diagnostic, diagnostic, hasErrors } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import type { Repository, Version } from "../model/repository.ts";
import type { Source } from "../model/text/source.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { type BaseCommit, fetchAll } from "./base-commit.ts";

/** The base of a change, as far as it can be read. */
export interface Baseline {
  /** Undefined for a tree without the key `flagstone`. */
  readonly models: readonly [Model, ...Model[]] | undefined;
  /** What nobody can know of it. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the base of a change, without any rule: so a broken base can be repaired. A file that cannot be read there is
 * taken as it last could be on the base's own line; one that never could be is not there.
 */
export function readBaseline(
  tree: Tree,
  { commit }: BaseCommit,
  repository: Repository,
  options: CompileOptions,
  read: Read,
): Baseline {
  const isSound = (source: Source): boolean => isReadable(source, options, read);
  const broken = [tree.config, ...tree.files].filter((source) => !isSound(source));
  const lost = tree.diagnostics.map(({ span }) => span.source);
  if (broken.length + lost.length === 0) return { models: modelsOf(tree, options, read), diagnostics: [] };

  const versions = repository.versions(commit, new Set([...broken, ...lost].map(({ path }) => nameOf(path))));
  const diagnostics: Diagnostic[] = [];
  const mend = (source: Source, isLost: boolean): Source | undefined => {
    const older = versions.get(nameOf(source.path)) ?? [];
    const last = older.find(({ text }) => text !== undefined && isSound({ path: source.path, text }));
    if (last?.text !== undefined) return { path: source.path, text: last.text };
    if (isCut(repository, older)) diagnostics.push(unknown(source));
    return isLost ? undefined : source;
  };
  const files = tree.files.map((source) => (broken.includes(source) ? (mend(source, false) ?? source) : source));
  const found = lost.flatMap((source) => mend(source, true) ?? []);
  const config = broken.includes(tree.config) ? (mend(tree.config, false) ?? tree.config) : tree.config;
  const mended = { ...tree, config, files: [...files, ...found], diagnostics: [] };
  return { models: modelsOf(mended, options, read), diagnostics };
}

/** Whether older versions of a file may not have been fetched. */
export function isCut({ isShallow }: Repository, versions: readonly Version[]): boolean {
  return isShallow && versions.at(-1)?.isFirst === true;
}

/** Whether a package.json or a document can be read whole. */
export function isReadable(source: Source, options: CompileOptions, read: Read): boolean {
  return source.path === "package.json" ? configIn(source, options) !== "broken" : !hasErrors(read(source).diagnostics);
}

/** The models of a tree; undefined for one without the key `flagstone`. */
export function modelsOf(tree: Tree, options: CompileOptions, read: Read): Baseline["models"] {
  return configIn(tree.config, options) === "absent" ? undefined : readModels(tree, options, read).models;
}

/** What a package.json says: a config, none, or something that cannot be read. No file at all is no config. */
function configIn(config: Source, options: CompileOptions): "sound" | "absent" | "broken" {
  const { diagnostics } = readModels({ config, files: [], diagnostics: [] }, options);
  if (config.text === "" || diagnostics.some(({ code }) => code === "config/missing")) return "absent";
  return hasErrors(diagnostics) ? "broken" : "sound";
}

function unknown(source: Source): Diagnostic {
  const message = `\`${source.path}\` cannot be read on the base, nor in the fetched history`;
  return diagnostic("gate/no-history", { source, start: 0, end: 0 }, message, {
    hint: `fetch the rest: \`${fetchAll}\``,
  });
}
