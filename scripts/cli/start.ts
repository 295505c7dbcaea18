#!/usr/bin/env node
import { whyTooOld } from "./node-version.ts";

// A Node.js that is too old for the other files must not load them.
const problem = whyTooOld(process.versions.node);
if (problem === undefined) import("./main.ts");
else {
  process.stderr.write(`flagstone: ${problem}\n`);
  process.exitCode = 2;
}
