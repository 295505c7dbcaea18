#!/usr/bin/env node
import { whyTooOld } from "./node-version.ts";

// A Node.js that is too old for the other files must not load them.
const problem = whyTooOld(process.versions.node);
if (problem === undefined) {
  keepCompiled();
  import("./main.ts");
} else {
  process.stderr.write(`flagstone: ${problem}\n`);
  process.exitCode = 2;
}

/** From version 22.8 on, Node.js keeps what it compiled for the next run, among its own temporary files. */
function keepCompiled(): void {
  // Nor may this text have what its parser does not know, such as `?.`.
  if (typeof process.getBuiltinModule !== "function") return;
  const module: object = process.getBuiltinModule("module");
  if ("enableCompileCache" in module && typeof module.enableCompileCache === "function") module.enableCompileCache();
}
