import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Compilation, compile } from "../../scripts/compile/compile.ts";
import { bundleOf } from "../../scripts/emit/bundle.ts";
import { type Assets, emit } from "../../scripts/emit/index.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Model } from "../../scripts/model/model.ts";
import type { Output } from "../../scripts/model/text/source.ts";
import { startOf } from "../../scripts/model/time.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";

/** The absolute path of this repository, which is an instance itself. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The instance that lies in this repository. */
export function shippedTree(): Tree {
  return readTree(repository);
}

/** The text of a package.json with a config. */
export function packageJson(config: object): string {
  return `${JSON.stringify({ name: "instance", flagstone: config }, null, 2)}\n`;
}

/** An instance of texts by their paths, package.json among them. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const config = sources.find(({ path }) => path === "package.json");
  if (config === undefined) throw new Error("an instance has a package.json");
  const files = sources.filter((source) => source !== config).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root: "/instance", config, files, diagnostics: [] };
}

/** The tree compiled as of a day. */
export function compileTree(tree: Tree, asOf = "2026-11-21"): Compilation {
  return compile(tree, { asOf: startOf(asOf), allowExpired: false });
}

/** The models of a tree, whatever has expired; throws where anything else is wrong with it. */
export function modelsOf(tree: Tree, asOf = "2026-11-21"): readonly [Model, ...Model[]] {
  const { models, diagnostics } = compile(tree, { asOf: startOf(asOf), allowExpired: true });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (models === undefined || errors.length > 0)
    throw new Error(errors.map(({ code, message, span }) => `${span.source.path} ${code}: ${message}`).join("\n"));
  return models;
}

/** The lookup module of a tree, without a file of it written. */
export function moduleOf(tree: Tree): Module {
  return open(bundleOf(modelsOf(tree)));
}

/** What dist/ has for the outputs. */
export function assets(): Assets {
  const read = (name: string): string => readFileSync(join(repository, "dist", name), "utf8");
  return { runtime: read("runtime.js"), watch: read("watch.js"), client: read("client.js") };
}

/** Writes outputs into a folder. */
export function writeOutputs(folder: string, outputs: readonly Output[]): void {
  for (const file of outputs) writeFileSync(join(folder, file.path), bytesOf(file));
}

/** The bytes of an output. */
export function bytesOf(file: Output): Buffer {
  return "text" in file ? Buffer.from(file.text) : Buffer.from(file.bytes);
}

/** Runs `use` with a folder that has the outputs of a tree, and deletes it afterwards. */
export async function withBuilt(tree: Tree, use: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-built-"));
  try {
    writeOutputs(folder, emit(modelsOf(tree), assets()));
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The module in such a folder. */
export async function importBuilt(folder: string): Promise<Module> {
  return import(pathToFileURL(join(folder, "flags.js")).href);
}
