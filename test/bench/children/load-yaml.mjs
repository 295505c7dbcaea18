// What js-yaml takes for the same files: it reads and loads each, and nobody looks at what comes of it.
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
