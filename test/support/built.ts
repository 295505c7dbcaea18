import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Assets } from "../../scripts/emit/door.ts";
import { beginEmission, finishEmission } from "../../scripts/emit/index.ts";
import type { Model } from "../../scripts/model/model.ts";
import type { Output } from "../../scripts/model/text/source.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import type { Module } from "../../scripts/runtime/api/open.ts";
import { repository } from "./shipped-instance.ts";
import { modelsOf } from "./trees.ts";

/** The files in dist/ that outputs are made from. */
export function assets(): Assets {
  return (name) => readFileSync(join(repository, "dist", name), "utf8");
}

/** The outputs of models. */
export function emit(models: readonly [Model, ...Model[]], assets: Assets): readonly Output[] {
  return finishEmission(beginEmission(models, assets), assets);
}

/** Writes outputs into a folder. */
export function writeOutputs(folder: string, outputs: readonly Output[]): void {
  for (const file of outputs) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), bytesOf(file));
  }
}

/** The bytes of an output. */
export function bytesOf(file: Output): Buffer {
  return "text" in file ? Buffer.from(file.text) : Buffer.concat(file.bytes);
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
