#!/usr/bin/env node
import { whyTooOld } from "./node-version.ts";

/** The file of the rest of the command, which build.mjs puts here. */
declare const MAIN: string;

// A Node.js that is too old for the other files must not load them.
const problem = whyTooOld(process.versions.node);
if (problem === undefined) {
  start();
} else {
  process.stderr.write(`flagstone: ${problem}\n`);
  process.exitCode = 2;
}

async function start(): Promise<void> {
  const { loadPart, keepCode } = await import("./load-part.ts");
  process.on("exit", keepCode);
  loadPart(MAIN);
}
