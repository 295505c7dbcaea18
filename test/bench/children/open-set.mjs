// The cost of the ids as a Set: the milliseconds from their JSON text, once it has been read, to the first answer, and the megabytes
// that the Set holds when the text is gone. Request: { path, listed, absent }.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { heldMegabytes } from "../memory.mjs";

const { path, listed, absent } = JSON.parse(process.argv[2]);
const before = heldMegabytes();
const { set, ms, read } = open();
assert.equal(set.has(absent), false);
console.log(JSON.stringify({ ms, read, MB: heldMegabytes() - before }));
assert.equal(set.has(listed), true);

function open() {
  const start = performance.now();
  const text = readFileSync(path, "utf8");
  const began = performance.now();
  const set = new Set(JSON.parse(text));
  const answer = set.has(listed);
  const ms = performance.now() - began;
  assert.equal(answer, true);
  return { set, ms, read: began - start };
}
