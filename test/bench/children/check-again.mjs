// The milliseconds of processor time of the first check of a folder, once its files have been read, and of the check after one file
// has changed: the median of 25 changes. Request: { compiler, folder, today }.
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { median } from "../measure.mjs";

const { compiler, folder, today } = JSON.parse(process.argv[2]);
const { compile, readOnce, readTree } = await import(pathToFileURL(compiler).href);
const options = { asOf: Date.parse(today), allowExpired: false };
const read = readOnce();
const tree = readTree(folder);
const timeCheck = (files) => {
  const began = process.cpuUsage();
  const { diagnostics } = compile({ ...tree, files }, options, read);
  const { user, system } = process.cpuUsage(began);
  assert.equal(diagnostics.length, 0);
  return (user + system) / 1000;
};
const [changed, ...others] = tree.files;
const first = timeCheck(tree.files);
const again = Array.from({ length: 25 }, (_, n) =>
  timeCheck([{ ...changed, text: `${changed.text}    - more-${n}\n` }, ...others]),
);
console.log(JSON.stringify({ first, again: median(again) }));
