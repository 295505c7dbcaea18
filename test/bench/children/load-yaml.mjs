// Reads the same files and loads each with js-yaml; does nothing with the results.
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { load } from "js-yaml";

const { files } = JSON.parse(process.argv[2]);
let loaded = 0;
for (const folder of ["flags", "groups"])
  for (const name of readdirSync(folder)) {
    const value = load(readFileSync(`${folder}/${name}`, "utf8"));
    if (typeof value.description === "string") loaded++;
  }
assert.equal(loaded, files);
