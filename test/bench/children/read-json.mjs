// The milliseconds that reading a file and parsing its JSON take. Request: { path }.
import { readFileSync } from "node:fs";

const { path } = JSON.parse(process.argv[2]);
const began = performance.now();
const parsed = JSON.parse(readFileSync(path, "utf8"));
const ms = performance.now() - began;
if (typeof parsed !== "object") throw new Error("not an object");
console.log(JSON.stringify({ ms }));
