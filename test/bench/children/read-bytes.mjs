// The milliseconds that reading files takes. Request: { paths }.
import { readFileSync } from "node:fs";

const { paths } = JSON.parse(process.argv[2]);
const began = performance.now();
let bytes = 0;
for (const path of paths) bytes += readFileSync(path).length;
console.log(JSON.stringify({ ms: performance.now() - began, bytes }));
