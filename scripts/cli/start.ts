#!/usr/bin/env node
import { whyTooOld } from "./node-version.ts";

// Nothing but this file is read by a Node.js that is too old for the rest.
const problem = whyTooOld(process.versions.node);
if (problem === undefined) import("./main.ts");
else {
  process.stderr.write(`flagstone: ${problem}\n`);
  process.exitCode = 2;
}
