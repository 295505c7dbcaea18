import { type Compilation, compile } from "../../scripts/compile/compile.ts";
import { contentOf, seal } from "../../scripts/emit/bundle.ts";
import { isInstancePath } from "../../scripts/host/git-tree.ts";
import type { Code } from "../../scripts/model/codes.ts";
import type { Model } from "../../scripts/model/model.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { compareText } from "../../scripts/model/text/words.ts";
import { startOf } from "../../scripts/model/time.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";

/** The text of a package.json with a config. */
export function packageJson(config: object): string {
  return `${JSON.stringify({ name: "instance", flagstone: config }, null, 2)}\n`;
}

/** An instance from texts by path, including package.json. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const config = sources.find(({ path }) => path === "package.json");
  if (config === undefined) throw new Error("an instance has a package.json");
  const files = sources.filter((source) => source !== config).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root: "/instance", config, files, diagnostics: [] };
}

/** The instance in some files, as read from a folder; without package.json the config's text is empty. */
export function treeOfFiles(files: readonly Source[]): Tree {
  const documents = files.filter(({ path }) => /^(?:flags|groups)\//.test(path) && isInstancePath(path));
  return {
    root: "/instance",
    config: files.find(({ path }) => path === "package.json") ?? { path: "package.json", text: "" },
    files: documents.sort((a, b) => compareText(a.path, b.path)),
    diagnostics: [],
  };
}

/** The tree compiled as of a day. */
export function compileTree(tree: Tree, asOf = "2026-11-21"): Compilation {
  return compile(tree, { asOf: startOf(asOf), allowExpired: false });
}

/** The models of a tree, ignoring expiry and findings with the codes in `beside`; throws if there are other errors. */
export function modelsOf(tree: Tree, asOf = "2026-11-21", beside: readonly Code[] = []): readonly [Model, ...Model[]] {
  const { models, diagnostics } = compile(tree, { asOf: startOf(asOf), allowExpired: true });
  const errors = diagnostics.filter(({ severity, code }) => severity === "error" && !beside.includes(code));
  if (models === undefined || errors.length > 0)
    throw new Error(errors.map(({ code, message, span }) => `${span.source.path} ${code}: ${message}`).join("\n"));
  return models;
}

/** The bundle of models, from which every output is made. */
export function bundleOf(models: readonly [Model, ...Model[]]): Bundle {
  return seal(contentOf(models)).bundle;
}

/** The lookup module of a tree, without writing files. */
export function moduleOf(tree: Tree): Module {
  return open(bundleOf(modelsOf(tree)));
}
