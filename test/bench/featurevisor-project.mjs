import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idOf } from "./ids.mjs";

/** The equivalent of an instance for Featurevisor: a segment of ids that every feature targets. */
export function writeProject(folder, { flags, customers }) {
  for (const part of ["attributes", "segments", "features"]) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "bench" }');
  writeFileSync(
    join(folder, "featurevisor.config.js"),
    'module.exports = { environments: ["production"], tags: ["all"] };\n',
  );
  writeFileSync(join(folder, "attributes/userId.yml"), "description: The account.\ntype: string\n");
  const values = Array.from({ length: customers }, (_, n) => `      - ${idOf(n)}\n`).join("");
  writeFileSync(
    join(folder, "segments/canary.yml"),
    `description: Who receives a deploy first.\nconditions:\n  - attribute: userId\n    operator: in\n    value:\n${values}`,
  );
  for (let n = 0; n < flags; n++) writeFileSync(join(folder, `features/feature_${n}_on.yml`), featureFile(n));
}

function featureFile(n) {
  return [
    `description: Customers see feature number ${n} in their menu.`,
    "tags: [all]",
    "bucketBy: userId",
    "environments:",
    "  production:",
    "    rules:",
    "      - key: canary",
    "        segments: canary",
    "        percentage: 100",
    "      - key: everyone",
    '        segments: "*"',
    "        percentage: 0",
    "",
  ].join("\n");
}
