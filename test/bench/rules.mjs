import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The rule of the n-th flag: two countries, a platform and a minimum total, or (`versioned`) a version range instead of the
 * total.
 */
export function ruleOf(n, versioned) {
  const range = versioned ? { app_version: { from: `7.${n % 200}.0`, below: "8.0.0" } } : { total: { from: n % 200 } };
  return { country: [`c${n % 50}`, `d${n % 50}`], platform: "ios", ...range };
}

/** The attributes of the n-th request. Every other one meets the rule, and values vary as in a service. */
export function attributesOf(n, versioned) {
  const isOn = n % 2 === 0;
  return {
    country: "c0",
    platform: isOn ? "ios" : (["android", "web"][n % 3] ?? "tv"),
    ...(versioned ? { app_version: `7.${n % 40}.${n % 3}` } : { total: n % 1000 }),
  };
}

const types = { country: "text", platform: "text", total: "number", app_version: "version" };

/** Writes an instance whose flags all have such rules. */
export function writeRules(folder, { flags, versioned }) {
  for (const part of ["flags", "groups"]) mkdirSync(join(folder, part), { recursive: true });
  const config = { name: "bench", type: "module", flagstone: { scopes: { account: {} } } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(config));
  for (const [name, type] of Object.entries(types))
    writeFileSync(
      join(folder, `groups/${name}.yaml`),
      `attribute: ${name}\ndescription: An attribute of a request.\nowner: growth\ntype: ${type}\n`,
    );
  for (let n = 0; n < flags; n++)
    writeFileSync(
      join(folder, `flags/feature_${n}_on.yaml`),
      [
        `flag: feature_${n}_on`,
        `description: Requests of some kind see feature number ${n}.`,
        "owner: growth",
        "permanent: It is measured.",
        "default: false",
        `enabled: { where: [${JSON.stringify(ruleOf(n, versioned))}] }\n`,
      ].join("\n"),
    );
}
