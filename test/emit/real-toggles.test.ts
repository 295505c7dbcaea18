import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOfId, sealOfDigests } from "../../scripts/model/seal.ts";
import { repository } from "../support/shipped-instance.ts";
import { compileTree, moduleOf, packageJson, treeOf } from "../support/trees.ts";

interface Toggle {
  readonly slug: string;
  readonly label: string;
  readonly tag: string;
  readonly namespaces: readonly string[];
  readonly class: string;
  readonly privilege: string | null;
  readonly parents: readonly string[];
}

const path = join(repository, "../shared/data/commcare_toggles.json");
const isThere = existsSync(path);
if (!isThere) console.log("the real toggles are not here: test/emit/real-toggles.test.ts is left out");

/** How the language differs from the real toggles. */
const facts = {
  /** Toggles that are on for a random share of customers; here they have lists and a default. */
  random: 4,
  /** Toggles that depend on others, which the data names by variable and not by slug. */
  withParents: 11,
  /** A frozen toggle with two kinds of identity; a privilege has one, the broader. */
  frozenOfTwoScopes: ["app-changes-with-improved-diff"],
  /** Labels of fewer than three words are too short for a description; the test writes a sentence around each. */
  shortLabels: 5,
};

const scopeOrder = ["email_domain", "other", "domain", "user"];

/** A config that allows the slugs as they are, with hyphens and capitals, and several kinds of identity. */
const config = packageJson({
  scopes: { domain: { ignoreCase: true }, user: { within: "domain" }, email_domain: { ignoreCase: true }, other: {} },
  owners: ["connect_division", "deprecated", "frozen", "ga_path", "release", "solutions_internal"],
  namePattern: "^[A-Za-z][A-Za-z0-9_-]*$",
});

const customers = ["kenya-1", "Clinic-12"];

function scopesOf(toggle: Toggle): readonly string[] {
  return [...toggle.namespaces].sort((a, b) => scopeOrder.indexOf(a) - scopeOrder.indexOf(b));
}

function describeToggle(toggle: Toggle): string {
  return `description: ${JSON.stringify(`The toggle called: ${toggle.label}`)}\nowner: ${toggle.tag}\n`;
}

function flagText(toggle: Toggle): string {
  const scopes = scopesOf(toggle);
  return [
    `flag: ${toggle.slug}\n${describeToggle(toggle)}scope: [${scopes.join(", ")}]`,
    toggle.class === "FeatureRelease" ? "expires: 2027-11-20" : "permanent: It has no end of its own.",
    "default: false",
    "enabled:",
    ...scopes.map((scope) => `  ${scope}: [${customers.join(", ")}]`),
    "",
  ].join("\n");
}

function privilegeName(toggle: Toggle): string {
  const name = (toggle.privilege ?? "").toLowerCase();
  return name === toggle.slug ? name : (toggle.privilege ?? "");
}

function privilegeText(toggle: Toggle): string {
  const scope = scopesOf(toggle)[0] ?? "";
  const seal = sealOfDigests(
    scope,
    customers.map((id) => digestOfId(id.toLowerCase())),
  );
  return [
    `privilege: ${privilegeName(toggle)}\n${describeToggle(toggle)}scope: ${scope}`,
    "frozen:",
    `  flag: ${toggle.slug}`,
    "  date: 2026-05-04",
    `  ${scope}: [${customers.join(", ")}]`,
    `  seal: ${seal}`,
    "",
  ].join("\n");
}

describe.skipIf(!isThere)("203 real toggles", () => {
  const toggles: readonly Toggle[] = isThere ? JSON.parse(readFileSync(path, "utf8")) : [];
  const frozen = toggles.filter((toggle) => toggle.privilege !== null);
  const flags = toggles.filter((toggle) => toggle.privilege === null);
  const retired = frozen
    .map((toggle) => `  ${toggle.slug}: { kind: flag, date: 2026-05-04, outcome: frozen, answer: false }`)
    .sort();
  const tree = treeOf({
    "package.json": config,
    ...Object.fromEntries(flags.map((toggle) => [`flags/${toggle.slug}.yaml`, flagText(toggle)])),
    ...Object.fromEntries(frozen.map((toggle) => [`flags/${privilegeName(toggle)}.yaml`, privilegeText(toggle)])),
    "flags/retired.yaml": `retired:\n${retired.join("\n")}\n`,
  });

  it("compile without a finding", () => {
    const { diagnostics } = compileTree(tree);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });

  it("all give answers, each flag for each of its kinds of identity", () => {
    expect(flags).toHaveLength(183);
    const module = moduleOf(tree);
    for (const toggle of flags)
      for (const scope of toggle.namespaces) {
        const ask = (id: string) => module.lookup({ [scope]: id }).isEnabled(toggle.slug);
        expect(ask("kenya-1"), `${toggle.slug} of a ${scope}`).toBe(true);
        expect(ask("nobody"), `${toggle.slug} of a ${scope}`).toBe(false);
        expect(ask("clinic-12"), `${toggle.slug} of a ${scope}`).toBe(scope === "domain" || scope === "email_domain");
      }
  });

  it("keep their customers if they became privileges", () => {
    expect(frozen).toHaveLength(20);
    expect(frozen.filter((toggle) => privilegeName(toggle) === toggle.slug)).toHaveLength(13);
    const module = moduleOf(tree);
    for (const toggle of frozen) {
      const name = privilegeName(toggle);
      const holds = (id: string, plan: readonly string[]) =>
        module.lookup({ [scopesOf(toggle)[0] ?? ""]: id }).hasPrivilege(name, plan);
      expect([holds("CLINIC-12", []), holds("nobody", []), holds("nobody", [name])], name).toEqual([true, false, true]);
      expect(module.isFlagName(toggle.slug)).toBe(false);
    }
  });

  it("have parts that this language does not express", () => {
    expect(toggles.filter((toggle) => toggle.class === "DynamicallyPredictablyRandomToggle")).toHaveLength(
      facts.random,
    );
    expect(toggles.filter((toggle) => toggle.parents.length > 0)).toHaveLength(facts.withParents);
    expect(frozen.filter((toggle) => toggle.namespaces.length > 1).map(({ slug }) => slug)).toEqual(
      facts.frozenOfTwoScopes,
    );
    expect(toggles.filter((toggle) => (toggle.label.match(/[\p{L}\p{N}]+/gu) ?? []).length < 3)).toHaveLength(
      facts.shortLabels,
    );
    const slugs = new Set(toggles.map(({ slug }) => slug));
    expect(toggles.flatMap(({ parents }) => parents).filter((parent) => slugs.has(parent))).toEqual([]);
  });
});
