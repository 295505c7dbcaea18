import { type CompileOptions, type Read, readModels } from "../compile/compile.ts";
import { type Diagnostic, diagnostic, hasErrors } from "../model/diagnostic.ts";
import { remedyOf } from "../model/git-remedy.ts";
import type { Model } from "../model/model.ts";
import type { Repository, Version, Versions } from "../model/repository.ts";
import type { Source } from "../model/text/source.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import type { BaseCommit } from "./base-commit.ts";

/** The base of a change, as far as it can be read. */
export interface Baseline {
  /** Undefined for a tree without the key `flagstone`, or one whose config cannot be known. */
  readonly models: readonly [Model, ...Model[]] | undefined;
  /** What cannot be known of it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Its files as they are compared: each one as it could last be read. */
  readonly tree: Tree;
  /** Whether its config is known; without it nothing can be compared. */
  readonly isKnown: boolean;
}

/** The options for reading a base. */
interface BaselineOptions extends CompileOptions {
  /** The tree that the change led to. */
  readonly head: Tree;
}

/**
 * Reads the base of a change without running any rule, so that a broken base can be repaired. A file that cannot be
 * read there is taken as it could last be read on the base's first-parent line; one that never could was never built,
 * and is left out. A file whose text is not available at all is reported, and taken from the head, so that nothing
 * false is said about it.
 */
export function readBaseline(
  tree: Tree,
  { commits }: BaseCommit,
  repository: Repository,
  { head, ...options }: BaselineOptions,
  read: Read,
): Baseline {
  const isSound = (source: Source): boolean => isReadable(source, options, read);
  const isUnknown = ({ code }: Diagnostic): boolean => code === "gate/no-history";
  const missing = tree.diagnostics.filter(isUnknown);
  if (missing.some(({ span }) => span.source.path === "package.json"))
    return { models: undefined, diagnostics: missing, tree, isKnown: false };
  const diagnostics = [...missing];
  const absent = new Set(missing.map(({ span }) => nameOf(span.source.path)));
  const stand = head.files.filter(({ path }) => absent.has(nameOf(path)));
  const broken = [tree.config, ...tree.files].filter((source) => !isSound(source));
  const lost = tree.diagnostics.filter((each) => !isUnknown(each)).map(({ span }) => span.source);
  if (broken.length + lost.length + missing.length === 0)
    return { models: modelsOf(tree, options, read), diagnostics, tree, isKnown: true };

  const names = new Set([...broken, ...lost].map(({ path }) => nameOf(path)));
  const lines = names.size === 0 ? [] : commits.map((commit) => repository.versions(commit, names));
  const mend = (source: Source, isLost: boolean): Source | undefined => {
    const name = nameOf(source.path);
    for (const line of lines) {
      const last = (line.byName.get(name) ?? []).find(
        ({ text, isMissing }) => isMissing || (text !== undefined && isSound({ path: source.path, text })),
      );
      if (last?.text !== undefined) return { path: source.path, text: last.text };
    }
    if (lines.some((line) => isCut(repository, line, name))) diagnostics.push(unknown(source, repository));
    return isLost ? undefined : source;
  };
  const files = tree.files.map((source) => (broken.includes(source) ? (mend(source, false) ?? source) : source));
  const found = lost.flatMap((source) => mend(source, true) ?? []);
  const config = broken.includes(tree.config) ? (mend(tree.config, false) ?? tree.config) : tree.config;
  const mended = { ...tree, config, files: [...files, ...found, ...stand], diagnostics: [] };
  return { models: modelsOf(mended, options, read), diagnostics, tree: mended, isKnown: true };
}

/** Whether versions of a file may be missing here. */
export function isCut({ isShallow }: Repository, { byName, isWhole }: Versions, name: string): boolean {
  const versions: readonly Version[] = byName.get(name) ?? [];
  return !isWhole || versions.some(({ isMissing }) => isMissing) || (isShallow && versions.at(-1)?.isFirst === true);
}

/** Whether a package.json or a document can be read completely. */
export function isReadable(source: Source, options: CompileOptions, read: Read): boolean {
  return source.path === "package.json" ? configIn(source, options) !== "broken" : !hasErrors(read(source).diagnostics);
}

/** The models of a tree; undefined for one without the key `flagstone`. */
export function modelsOf(tree: Tree, options: CompileOptions, read: Read): Baseline["models"] {
  return configIn(tree.config, options) === "absent" ? undefined : readModels(tree, options, read).models;
}

/** What a package.json has: a config, none, or something that cannot be read. A missing file means no config. */
function configIn(config: Source, options: CompileOptions): "sound" | "absent" | "broken" {
  const { diagnostics } = readModels({ config, files: [], diagnostics: [] }, options);
  if (config.text === "" || diagnostics.some(({ code }) => code === "config/missing")) return "absent";
  return hasErrors(diagnostics) ? "broken" : "sound";
}

function unknown(source: Source, repository: Repository): Diagnostic {
  const message = `\`${source.path}\` cannot be read on the base, nor in the fetched history`;
  return diagnostic("gate/no-history", { source, start: 0, end: 0 }, message, {
    hint: `fetch the rest: \`${remedyOf(repository)}\``,
  });
}
