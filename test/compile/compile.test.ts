import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Compilation, compile, readOnce } from "../../scripts/compile/compile.ts";
import { withoutDangling } from "../../scripts/effect/without-dangling.ts";
import { compareDiagnostics, type Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Model } from "../../scripts/model/model.ts";
import type { Source, Span } from "../../scripts/model/text/source.ts";
import { applyEdits } from "../../scripts/model/text/textedit.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { open } from "../../scripts/runtime/index.ts";
import { faultsOfStyle } from "../support/finding-faults.ts";
import { describeFinding } from "../support/findings.ts";
import { bundleOf } from "../support/trees.ts";
import { usualDay } from "../support/usual-dates.ts";

const runs = Number(process.env.FLAGSTONE_TEST_RUNS ?? 100);

const config: Source = {
  path: "package.json",
  text: JSON.stringify({
    flagstone: {
      scopes: {
        organization: {},
        account: { within: "organization", ignoreCase: true },
        brand: { within: "account", pattern: "^[a-z]" },
        user: {},
      },
      environments: ["production", "staging"],
    },
  }),
};

type Data = fc.Arbitrary<unknown>;

/** Values that belong nowhere, and values that belong elsewhere. */
const strange: Data = fc.constantFrom(
  null,
  true,
  0,
  1.5,
  -1,
  "",
  "x y",
  "1e3",
  [],
  {},
  ["a"],
  { a: [] },
  "no_a",
  "*",
  "__proto__",
);

/** The usual values, and now and then a strange one. */
function mostly(usual: Data): Data {
  return fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: strange });
}

function pick(...values: readonly unknown[]): Data {
  return mostly(fc.constantFrom(...values));
}

function list(item: Data, maxLength = 3): Data {
  return mostly(fc.array(item, { maxLength }));
}

/** A mapping with all `needed` keys and some of the others. */
function mapping(needed: Readonly<Record<string, Data>>, others: Readonly<Record<string, Data>> = {}): Data {
  const all = { ...needed, ...others };
  return mostly(fc.record(all, { requiredKeys: Object.keys(needed) }));
}

function dictionary(keys: readonly string[], value: Data): Data {
  return mostly(fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 }));
}

const flagNames = ["a", "b", "c"];
const scope = pick("account", "brand", "user", "organization");
const id = pick("acme", "ACME", "acme-1", "globex", "globex-old", "initech", "1e3", "acme-*");
const date = pick("2026-11-20", "2026-11-21", "2026-12-01", "2027-03-31", "2027-02-30", "2026-11-21T12:00:00Z");
const group = pick("ring/canary", "ring/regular", "ring/vip", "beta", "plan/pro", "plan/free", "plan/gold");
const variant = pick("one", "two", "three");
const version = pick("v1", "v2", "1.10");
const value = mostly(fc.oneof(fc.boolean(), fc.constantFrom("one", "two")));
const entry = fc.oneof(
  { weight: 4, arbitrary: id },
  { weight: 1, arbitrary: mapping({ id }, { from: date, until: date }) },
);
const entries = list(entry);
const member = fc.oneof(
  { weight: 4, arbitrary: entry },
  { weight: 1, arbitrary: mapping({ match: pick("acme-*", "acme*", "globex-*", "ac*") }, { from: date, until: date }) },
);
const settings = mapping({}, { groups: list(group), account: entries, brand: entries, user: entries });
const percent = pick(0, 100, 25, 33.33, 33.333, 50);

const example = mapping(
  {
    when: dictionary(["account", "brand", "user"], id),
    expect: fc.oneof(value, version, pick(null, "canary", ["pro"])),
  },
  {
    at: date,
    groups: dictionary(["plan", "ring"], pick("pro", "free", "canary")),
    created: dictionary(["account", "user"], date),
    plan: list(pick("p")),
    overrides: pick("a", "no_b,c", "d"),
    environment: pick("production", "staging", "qa"),
  },
);

function named(kind: string, name: string): Readonly<Record<string, Data>> {
  const words = pick("It does something for somebody.", "Nothing");
  return { [kind]: pick(name), description: words, owner: pick("growth") };
}

const about = {
  examples: list(example, 2),
  deprecated: pick("use something else"),
  links: list(pick("https://example.com/1")),
};
const replaced = {
  default: value,
  enabled: settings,
  disabled: settings,
  assign: dictionary(["one", "two", "three"], settings),
  rollout: fc.oneof(
    percent,
    mapping({ percent }, { by: scope, salt: pick("old") }),
    mapping({ weights: dictionary(["one", "two"], percent) }, { by: scope }),
  ),
  created: mapping({ from: date, value }, { by: scope }),
  requires: list(pick(...flagNames, "gone")),
  paused: pick("INC-51"),
};

function inEnvironments(keys: Readonly<Record<string, Data>>): Data {
  return dictionary(["staging", "staging", "production", "qa"], mapping({}, keys));
}

function flag(name: string): Data {
  const { default: answer, ...others } = replaced;
  const scopes = fc.oneof(scope, list(scope));
  const common = {
    scope: scopes,
    on_expiry: pick("keep", "default"),
    client: pick(true),
    environments: inEnvironments(replaced),
    ...others,
  };
  return fc.oneof(
    mapping({ ...named("flag", name), expires: date, default: answer }, { ...about, ...common }),
    mapping(
      { ...named("flag", name), permanent: pick("why"), variants: list(variant), default: answer },
      { ...about, ...common },
    ),
  );
}

const stages = list(mapping({ group: pick("canary", "regular", "free"), version }, { soak: pick("30m") }));
const pinned = dictionary(["account", "user"], list(mapping({ id, version }, { until: date })));
const blocked = list(mapping({ version, date, reason: pick("it broke") }), 2);
const members = fc.oneof(list(member), dictionary(["canary", "regular", "vip"], list(member)));

const documents: readonly (readonly [path: string, data: Data])[] = [
  ...flagNames.map((name) => [`flags/${name}.yaml`, flag(name)] as const),
  [
    "flags/w.yaml",
    mapping(
      { ...named("release", "w"), by: pick("ring", "plan", "beta"), stages },
      {
        ...about,
        pinned,
        blocked,
        properties: dictionary(["base_url"], value),
        environments: inEnvironments({ stages, pinned, blocked }),
      },
    ),
  ],
  [
    "flags/p.yaml",
    mapping(
      { ...named("privilege", "p"), scope },
      {
        ...about,
        frozen: mapping(
          { flag: pick("gone", "a"), date, seal: pick(`sha256-${"A".repeat(43)}=`) },
          {
            account: entries,
            sunset: date,
            ended: list(mapping({ id, date })),
            renamed: list(mapping({ id, was: id, date })),
          },
        ),
      },
    ),
  ],
  [
    "groups/ring.yaml",
    mapping(
      { ...named("groups", "ring"), scope, members },
      {
        ...about,
        default: pick("regular", "canary"),
        exclusive: pick(true, false),
        environments: inEnvironments({ members }),
      },
    ),
  ],
  ["groups/beta.yaml", mapping({ ...named("groups", "beta"), scope, members }, { ...about, exclusive: pick(false) })],
  [
    "groups/plan.yaml",
    mapping(
      { ...named("groups", "plan"), scope, told: list(pick("free", "pro")) },
      { ...about, default: pick("free") },
    ),
  ],
  [
    "groups/brands.yaml",
    mapping(
      { ...named("identities", "brands"), scope },
      {
        children: dictionary(["brand", "account", "user"], dictionary(["acme", "globex", "globex-old"], list(id))),
        aliases: list(mapping({ id, was: id }, { until: date })),
      },
    ),
  ],
  [
    "groups/more.yaml",
    mapping(
      { ...named("identities", "more"), scope },
      {
        children: dictionary(["brand", "account"], dictionary(["acme", "initech"], list(id))),
        aliases: list(mapping({ id, was: id }, { until: date })),
      },
    ),
  ],
  [
    "flags/retired.yaml",
    mapping({
      retired: dictionary(
        ["gone", "old", "a", "ring"],
        mapping({ kind: pick("flag", "groups"), date, outcome: pick("frozen", "shipped") }, { answer: value }),
      ),
    }),
  ],
];

/** A typo: where it is, how much it removes and what it inserts. */
const slip = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(3),
  text: fc.constantFrom("", " ", "\n", "- ", ": ", "[", '"', "#", "\t", "*a", "\u200b", "é"),
});

const files: fc.Arbitrary<Source[]> = fc
  .tuple(
    ...documents.map(([path, data]) =>
      fc
        .tuple(fc.constant(path), data, fc.boolean(), fc.option(slip, { freq: 12 }), fc.nat(5))
        .map(([name, content, isJson, slipped, presence]) => {
          const written = isJson ? JSON.stringify(content, null, 1) : stringify(content);
          if (presence === 0) return undefined;
          if (slipped === null) return { path: name, text: written };
          const at = Math.floor(slipped.at * written.length);
          return { path: name, text: written.slice(0, at) + slipped.text + written.slice(at + slipped.removed) };
        }),
    ),
  )
  .map((sources) => sources.filter((source) => source !== undefined));

const trees = files.map((sources) => ({ config, files: sources, diagnostics: [] as Diagnostic[] }));

type RandomTree = Pick<Tree, "config" | "files" | "diagnostics">;

function expectInPlace(tree: RandomTree, diagnostics: readonly Diagnostic[]): void {
  const isInOrder = (each: Diagnostic, index: number): boolean =>
    index === 0 || compareDiagnostics(diagnostics[index - 1] ?? each, each) <= 0;
  expect(diagnostics.every(isInOrder)).toBe(true);
  // Random names may be long, and so may the messages that quote them.
  expect(faultsOfStyle(diagnostics).filter((fault) => !fault.includes("is longer"))).toEqual([]);
  const spans = diagnostics.flatMap(({ span, related, fix }) => [
    span,
    ...related.map((each) => each.span),
    ...(fix?.edits ?? []).map((edit) => edit.span),
  ]);
  const isInside = ({ source, start, end }: Span): boolean =>
    (source === config || tree.files.includes(source)) && 0 <= start && start <= end && end <= source.text.length;
  expect(spans.filter((span) => !isInside(span))).toEqual([]);
}

/** Opens what is left of a tree as a module, once files with errors are removed. */
function openRest(tree: RandomTree, compilation: Compilation): void {
  const wrong = new Set(
    compilation.diagnostics.filter(({ severity }) => severity === "error").map(({ span }) => span.source.path),
  );
  if (wrong.size === 0 && compilation.models !== undefined) return void open(bundleOf(compilation.models));
  const rest = { ...tree, files: tree.files.filter(({ path }) => !wrong.has(path)) };
  openRest(rest, compile(rest, usualDay));
}

/** Expects that everything without dangling references makes a sound module. */
function expectSound(models: readonly [Model, ...Model[]]): void {
  const bundle = bundleOf(withoutDangling(models));
  const problems = open(bundle).load(serialize(bundle));
  expect(problems.filter((each) => /refers to|does not exist|cannot answer|itself|cannot be/.test(each))).toEqual([]);
}

function inWords(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((each) => `${describeFinding(each)}: ${each.message}`);
}

test("a reader keeps the versions of a file that it was asked for last, and reads the others anew", () => {
  const read = readOnce();
  const version = (number: number) => read({ path: "flags/a.yaml", text: `flag: a\n# ${number}\n` });
  const [one, two] = [version(1), version(2)];
  expect([version(1) === one, version(2) === two]).toEqual([true, true]);
  version(1);
  const three = version(3);
  expect([version(1) === one, version(3) === three, version(2) === two]).toEqual([true, true, false]);
  expect(read({ path: "flags/b.yaml", text: "flag: a\n# 3\n" })).not.toBe(three);
});

describe("any tree of documents", () => {
  test("compiles to sorted findings inside its files, whatever their order, and to a module without the files with errors", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const compilation = compile(tree, usualDay);
        expect(compilation.models).toHaveLength(2);
        expectInPlace(tree, compilation.diagnostics);
        const reversed = compile({ ...tree, files: tree.files.toReversed() }, usualDay);
        expect(inWords(reversed.diagnostics)).toEqual(inWords(compilation.diagnostics));
        openRest(tree, compilation);
        if (compilation.models !== undefined) expectSound(compilation.models);
      }),
      { numRuns: runs },
    );
  });

  test("is sound without references to what only another environment lacks", () => {
    const flag = (name: string, settings: object): Source => ({
      path: `flags/${name}.yaml`,
      text: stringify({
        flag: name,
        description: "It is there for a test.",
        owner: "growth",
        permanent: "x",
        ...settings,
      }),
    });
    const files = [
      flag("b", { default: false, requires: ["c"] }),
      flag("c", { default: "one", environments: { staging: { default: false } } }),
    ];
    const { models } = compile({ config, files, diagnostics: [] }, usualDay);
    expect(models).toHaveLength(2);
    if (models !== undefined) expectSound(models);
  });

  test("is sound without children who would be their own parents", () => {
    const about = { description: "It is there for a test.", owner: "growth" };
    const textOf = (data: object): Source => ({ path: `groups/${Object.values(data)[0]}.yaml`, text: stringify(data) });
    const parents = (scope: string, child: string): Source =>
      textOf({ identities: `${scope}_of_${child}`, ...about, scope, children: { [child]: { acme: ["acme"] } } });
    const beta = textOf({ groups: "beta", ...about, scope: "account", members: [] });
    for (const files of [
      [parents("account", "account")],
      [parents("organization", "account"), parents("account", "organization")],
    ]) {
      const { models, diagnostics } = compile({ config, files: [...files, beta], diagnostics: [] }, usualDay);
      expect(diagnostics.map(({ code }) => code)).toEqual(["model/wrong-scope"]);
      if (models !== undefined) expectSound(models);
    }
  });

  test("has one finding fewer after a fix", () => {
    let fixes = 0;
    fc.assert(
      fc.property(trees, (tree) => {
        const { diagnostics } = compile(tree, usualDay);
        for (const { message, span, fix } of diagnostics) {
          if (fix === undefined) continue;
          fixes++;
          const files = tree.files.map((source) => applyEdits(source, fix.edits));
          const after = compile({ ...tree, files }, usualDay).diagnostics;
          const count = (all: readonly Diagnostic[]): number =>
            all.filter((each) => each.message === message && each.span.source.path === span.source.path).length;
          expect(count(after), message).toBeLessThan(count(diagnostics));
        }
      }),
      { numRuns: Math.ceil(runs / 10) },
    );
    expect(fixes).toBeGreaterThan(0);
  });
});
