// The milliseconds from the import of a module to its first answer, in a process that does nothing else; for a module without
// `lookup`, of the import alone. Request: { path, listed, flag }.
import { pathToFileURL } from "node:url";

const { path, listed, flag } = JSON.parse(process.argv[2]);
const { href } = pathToFileURL(path);
const began = performance.now();
const { lookup } = await import(href);
const answer = lookup?.({ account: listed }).isEnabled(flag);
const ms = performance.now() - began;
if (answer === false) throw new Error(`${listed} is listed`);
console.log(JSON.stringify({ ms }));
