import fc from "fast-check";
import type { Tree } from "../../scripts/model/tree.ts";
import { packageJson, treeOf } from "./trees.ts";

/** Values to pass for each name: at, between and beyond the constants in conditions of the random trees. */
export const toldValues: Readonly<Record<string, readonly unknown[]>> = {
  country: [undefined, "de", "DE", "at", "us", "dk", "other", null, 7],
  mail: [undefined, "a@acme.com", "root@acme.com", "root@other.com", "x", ""],
  version: [undefined, "7.189", "7.190.0", "7.190.0-beta", "7.190.1", "7.200", "8.0.0-rc.1", "8", "9", "x"],
  size: [undefined, -1, 0, 9.5, 10, 10.5, 99, 100, 1e9, "10"],
  since: [undefined, "2026-12-31", "2027-01-01", "2027-01-31T23:59:59Z", "2027-02-01", "2027-06-01", "soon"],
  beta: [undefined, true, false, 1],
  tags: [undefined, [], ["a"], ["b"], ["a", "b"], ["c"], ["c", "a"], "a"],
};

/** Groups to pass for the told sets. */
export const toldGroups: Readonly<Record<string, readonly (string | undefined)[]>> = {
  plan: [undefined, "free", "pro", "max"],
};

/** The customers who may get different answers: listed ones, those who match a pattern, and everyone else. */
export const customers = ["acme", "globex", "initech", "test-1", "nobody", "someone"];

const attributes: Readonly<Record<string, string>> = {
  country: "type: text\nscope: account\nignoreCase: true",
  mail: "type: text\nscope: account",
  version: "type: version",
  size: "type: number",
  since: "type: date\nscope: account",
  beta: "type: boolean",
  tags: "type: list",
};

/** The type of each name that conditions of the random trees test, except group sets that list customers. */
export const testedTypes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(attributes).map(([name, rest]) => [name, /^type: (\w+)/m.exec(rest)?.[1] ?? ""]),
  ),
  plan: "told",
};

function named(kind: string, name: string, rest: string): string {
  return `${kind}: ${name}\ndescription: It is drawn at random for a test.\nowner: growth\n${rest}\n`;
}

const plain: Readonly<Record<string, fc.Arbitrary<string>>> = {
  country: fc.constantFrom(
    "de",
    "[de, at]",
    "{ match: d* }",
    "{ not: us }",
    "{ not: [de, { match: '*k' }] }",
    "{ untold: true }",
  ),
  mail: fc.constantFrom(
    "{ match: '*@acme.com' }",
    "{ match: root@* }",
    "x",
    "[{ match: '*@acme.com' }, { untold: true }]",
  ),
  version: fc.constantFrom(
    "{ from: 7.190.0, below: 8 }",
    "{ above: 7.190.0 }",
    "{ up_to: 7.200.0 }",
    '"8"',
    "{ not: { from: 8 } }",
  ),
  size: fc.constantFrom(
    "{ from: 10 }",
    "{ below: 100 }",
    "[{ below: 0 }, 10, { untold: true }]",
    "{ above: 9.5, up_to: 100 }",
  ),
  since: fc.constantFrom(
    "{ from: 2027-01-01 }",
    "{ until: 2027-01-31 }",
    "2027-01-01",
    "{ not: { from: 2027-01-01, until: 2027-01-31 } }",
  ),
  beta: fc.constantFrom("true", "false", "{ not: true }"),
  tags: fc.constantFrom("{ has: a }", "{ has: [a, b] }", "{ not: { has: a } }", "[{ has: b }, { untold: true }]"),
  plan: fc.constantFrom("pro", "[pro, max]", "{ not: free }", "{ untold: true }"),
  ring: fc.constantFrom("canary", "[canary, vip]", "{ not: regular }"),
};

/** One to three tests; tests of the ring only where a decision may depend on it. */
function where(names: readonly string[]): fc.Arbitrary<string> {
  return fc
    .subarray([...names], { minLength: 1, maxLength: Math.min(2, names.length) })
    .chain((chosen) =>
      fc.tuple(...chosen.map((name) => (plain[name] as fc.Arbitrary<string>).map((test) => `${name}: ${test}`))),
    )
    .map((tests) => `{ ${tests.join(", ")} }`);
}

const ofAccount = ["country", "mail", "version", "size", "since", "beta", "tags", "plan"];
const item = fc.oneof(
  { weight: 4, arbitrary: where([...ofAccount, "ring"]) },
  { weight: 1, arbitrary: where([...ofAccount, "ring"]).map((each) => `{ where: ${each}, from: 2027-01-01 }`) },
  { weight: 1, arbitrary: where([...ofAccount, "ring"]).map((each) => `{ where: ${each}, until: 2027-01-31 }`) },
);
const some = (each: fc.Arbitrary<string>, most = 2): fc.Arbitrary<string> =>
  fc.array(each, { maxLength: most }).map((all) => `[${all.join(", ")}]`);

const ring = fc.record({
  canary: fc.constantFrom("acme", "globex"),
  condition: fc.option(where(["country", "plan"])),
  share: fc.option(fc.tuple(fc.constantFrom(10, 50), where(["country"]))),
});

const flag = fc.record({
  standard: fc.boolean(),
  listed: fc.constantFrom("", "acme", "initech"),
  group: fc.constantFrom("", "ring/canary", "plan/pro"),
  enabled: some(item),
  disabled: some(item, 1),
  rollout: fc.option(fc.constantFrom(10, 60)),
  among: fc.option(where(ofAccount)),
  requires: fc.option(where(ofAccount)),
});

/** Two trees with one flag each, whose conditions test the same two or three names. */
export const fewConditions: fc.Arbitrary<readonly [base: Tree, head: Tree]> = fc
  .subarray(ofAccount, { minLength: 2, maxLength: 3 })
  .chain((names) => {
    const own = fc.oneof(
      { weight: 3, arbitrary: where(names) },
      { weight: 1, arbitrary: where(names).map((each) => `{ where: ${each}, until: 2027-01-31 }`) },
    );
    const one = fc.record({
      standard: fc.boolean(),
      listed: fc.constantFrom("", "acme"),
      group: fc.constant(""),
      enabled: some(own),
      disabled: some(own),
      rollout: fc.constant(null),
      among: fc.constant(null),
      requires: fc.option(where(names), { freq: 1 }),
    });
    return fc.tuple(one, one).map(([base, head]) => [treeOfOne(base), treeOfOne(head)] as const);
  });

function treeOfOne(drawn: Drawn): Tree {
  return treeOf({
    "package.json": packageJson({ scopes: { account: {} } }),
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, rest]) => [`groups/${name}.yaml`, named("attribute", name, rest)]),
    ),
    "groups/plan.yaml": named("groups", "plan", "scope: account\ntold: [free, pro, max]"),
    "flags/one.yaml": flagText("one", drawn, []),
  });
}

/** A tree with a set and two flags that depend on conditions; it may have errors, which do not matter here. */
export const conditionTree: fc.Arbitrary<Tree> = fc
  .record({ ring, flag, other: flag })
  .map(({ ring: { canary, condition, share }, flag: one, other }) => {
    const members = [
      canary,
      ...(condition === null ? [] : [`{ where: ${condition} }`]),
      ...(share === null ? [] : [`{ percent: ${share[0]}, where: ${share[1]} }`]),
    ];
    return treeOf({
      "package.json": packageJson({ scopes: { account: {} } }),
      ...Object.fromEntries(
        Object.entries(attributes).map(([name, rest]) => [`groups/${name}.yaml`, named("attribute", name, rest)]),
      ),
      "groups/plan.yaml": named("groups", "plan", "scope: account\ntold: [free, pro, max]"),
      "groups/ring.yaml": named(
        "groups",
        "ring",
        `scope: account\ndefault: regular\nmembers:\n  canary: [${members.join(", ")}]\n  vip: [initech, { match: test-* }]`,
      ),
      "flags/one.yaml": flagText("one", one, []),
      "flags/two.yaml": flagText("two", other, ["one"]),
    });
  });

type Drawn = typeof flag extends fc.Arbitrary<infer Own> ? Own : never;

function flagText(name: string, drawn: Drawn, flags: readonly string[]): string {
  const { standard, listed, group, enabled, disabled, rollout, among, requires } = drawn;
  const share =
    rollout === null
      ? []
      : [among === null ? `rollout: ${rollout}` : `rollout: [{ among: [{ where: ${among} }], percent: ${rollout} }]`];
  const needs = requires === null ? [] : [...flags, `{ where: ${requires} }`];
  return named(
    "flag",
    name,
    [
      "scope: account",
      "permanent: It is drawn.",
      `default: ${standard}`,
      `enabled: { account: [${listed}], groups: [${group}], where: ${enabled} }`,
      `disabled: { where: ${disabled} }`,
      ...share,
      ...(needs.length === 0 ? [] : [`requires: [${needs.join(", ")}]`]),
    ].join("\n"),
  );
}

/** A tree with two flags of one condition each, on few names, so that the conditions often exclude each other. */
export const twoConditions: fc.Arbitrary<Tree> = fc
  .tuple(where(["country", "plan", "ring"]), where(["country", "plan", "version"]))
  .map(([one, two]) => {
    const flagWith = (name: string, condition: string): string =>
      named(
        "flag",
        name,
        `scope: account\npermanent: It is drawn.\ndefault: false\nenabled: { where: [${condition}] }`,
      );
    return treeOf({
      "package.json": packageJson({ scopes: { account: {} } }),
      ...Object.fromEntries(
        Object.entries(attributes).map(([name, rest]) => [`groups/${name}.yaml`, named("attribute", name, rest)]),
      ),
      "groups/plan.yaml": named("groups", "plan", "scope: account\ntold: [free, pro, max]"),
      "groups/ring.yaml": named(
        "groups",
        "ring",
        "scope: account\ndefault: regular\nmembers:\n  canary: [acme, { where: { country: dk } }]\n  vip: [initech]",
      ),
      "flags/one.yaml": flagWith("one", one),
      "flags/two.yaml": flagWith("two", two),
    });
  });
