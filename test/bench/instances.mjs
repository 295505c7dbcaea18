import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idOf } from "./ids.mjs";

/** The day on which every command and lookup runs, earlier than every date in an instance. */
export const today = "2026-11-21";

/** The flag that is asked, and another one with the same customers. */
export const asked = "feature_0_on";
export const other = "feature_1_on";

/** The last days of dated entries, used in turn. */
export const lastDays = Array.from({ length: 12 }, (_, month) => `2030-${`${month + 1}`.padStart(2, "0")}-15`);

const beginnings = ["z3n-browser-test-", "acct-load-", "acct-test-", "qa-team-"];

/** Patterns that match no id; half of them begin as the ids do. */
export const patterns = Array.from({ length: 20 }, (_, n) => `${beginnings[n % 4]}${n}-*`);

/**
 * Names an instance after its description: the number of flags and of customers, and these options.
 * `dated`: entries have dates. `patterned`: the group's set has patterns. `by: "flag"`: the customers are listed in the flag
 * that is asked, not in a group that all flags name. `variants: "names"`: each flag has one variant; `"values"`: whose value is
 * an object of 1 KB. `conditional`: each flag has a condition on three of ten attributes. `outputs`: builds these as well.
 * `each`: every flag lists this many customers, and there is no group.
 */
export function describe({
  flags,
  customers,
  dated = false,
  patterned = false,
  by = "group",
  variants,
  conditional = false,
  outputs = [],
  each,
}) {
  return [
    `${flags}-flags`,
    `${customers}-customers`,
    dated && "dated",
    patterned && "patterned",
    by === "flag" && "by-flag",
    variants,
    conditional && "conditional",
    each && `${each}-each`,
    ...outputs,
  ]
    .filter(Boolean)
    .join("-");
}

function entry(n, dated, indent) {
  if (!dated) return `${indent}- ${idOf(n)}\n`;
  return `${indent}- id: ${idOf(n)}\n${indent}  until: ${lastDays[n % 12]}\n${indent}  reason: Agreed in SALES-${n}\n`;
}

function entries({ customers, dated = false }, indent) {
  return Array.from({ length: customers }, (_, n) => entry(n, dated, indent)).join("");
}

/** The value of the n-th flag's variant: 1 KB of JSON, such as settings that a service reads from a flag. */
export function objectOf(n) {
  const labels = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [`label_${index}`, `value ${index} of flag ${n}, ok`]),
  );
  return { endpoint: `https://service-${n}.example.com/v1`, timeout_ms: 100 + n, retries: [1, 2, 4, n], labels };
}

function variantsFile(n, variants) {
  return [
    `flag: feature_${n}_on`,
    `description: Settings number ${n} of the service.`,
    "owner: growth",
    "scope: account",
    "expires: 2031-12-31",
    `variants: ${variants === "values" ? JSON.stringify({ only: objectOf(n) }) : "[only]"}`,
    "default: only\n",
  ].join("\n");
}

const attributeTypes = [
  "version",
  "text",
  "[ios, android]",
  "number",
  "boolean",
  "date",
  "list",
  "text",
  "text",
  "number",
];

/** A condition on three attributes (version, country and platform), different for each flag. */
function conditionOf(n) {
  return `  where:\n    - { attribute_0: { from: 7.${n}.0, below: 8 }, attribute_1: [c${n % 50}, d${n % 50}], attribute_2: ios }\n`;
}

function attributeFile(n) {
  return `attribute: attribute_${n}\ndescription: Attribute number ${n} of a request.\nowner: growth\ntype: ${attributeTypes[n]}\n`;
}

function flagFile(n, { patterned, by, variants, conditional, each, ...spec }) {
  if (variants !== undefined) return variantsFile(n, variants);
  const head = [
    `flag: feature_${n}_on`,
    `description: Customers see feature number ${n} in their menu.`,
    "owner: growth",
    "scope: account",
    "expires: 2031-12-31",
    "default: false",
    "enabled:",
  ];
  if (each !== undefined)
    return [...head, "  account:", ...Array.from({ length: each }, (_, at) => `    - own-${at}-${n}`), ""].join("\n");
  return [
    ...head,
    `  groups: [ring/canary${patterned ? ", ring/testers" : ""}]`,
    "  account:",
    `    - extra-${n}`,
    `    - { id: guest-${n}, until: 2030-06-30, reason: Agreed in SALES-${n} }`,
    by === "flag" && n === 0 ? entries(spec, "    ") : "",
    conditional ? conditionOf(n) : "",
  ].join("\n");
}

function groupFile({ patterned, by, variants, ...spec }) {
  return [
    "groups: ring\ndescription: Who receives a deploy first.\nowner: growth\nscope: account\nmembers:\n  canary:\n",
    by === "flag" ? "    - nobody\n" : entries(spec, "    "),
    patterned ? `  testers:\n${patterns.map((pattern) => `    - match: ${pattern}\n`).join("")}` : "",
  ].join("");
}

/** Writes an instance into a folder. The same description always gives the same files. */
export function writeInstance(folder, spec) {
  for (const part of ["flags", "groups"]) mkdirSync(join(folder, part), { recursive: true });
  const { outputs = [] } = spec;
  const config = { name: "bench", type: "module", flagstone: { scopes: { account: {} }, outputs } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(config));
  for (let n = 0; n < spec.flags; n++) writeFileSync(join(folder, `flags/feature_${n}_on.yaml`), flagFile(n, spec));
  if (spec.each === undefined) writeFileSync(join(folder, "groups/ring.yaml"), groupFile(spec));
  if (spec.conditional)
    for (const n of attributeTypes.keys()) writeFileSync(join(folder, `groups/attribute_${n}.yaml`), attributeFile(n));
}
