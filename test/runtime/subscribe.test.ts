import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type Change, type Module, open, openPacked } from "../../scripts/runtime/index.ts";
import { bundleShape } from "../../scripts/runtime/load/bundle-shape.ts";
import { closuresOf } from "../../scripts/runtime/load/closure.ts";
import { findBrokenReferences } from "../../scripts/runtime/load/reference-check.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { packWhole } from "../support/pack-whole.ts";
import { randomBundle, randomQuestion } from "../support/random-bundle.ts";
import { referencesOf } from "../support/reference/groups.ts";
import type { Question } from "../support/reference/question.ts";
import { flag, groupSet, privilege, release, sealed } from "../support/sample-bundle.ts";

const parts: Partial<Bundle> = {
  scopes: {
    account: { ignoreCase: false },
    user: { ignoreCase: false, within: "account" },
    device: { ignoreCase: false },
  },
  environments: ["production", "staging"],
  groups: {
    beta: groupSet({ exclusive: false, members: { beta: ["acme"] } }),
    ring: groupSet({ default: "regular", members: { canary: ["acme"] } }),
  },
  flags: {
    plain: flag({ scopes: ["device"] }),
    grouped: flag({ grouped: [{ value: true, group: "beta" }] }),
    among: flag({
      rollout: [{ among: ["ring/canary"], by: "account", salt: "", shares: [{ value: true, share: 5 }] }],
    }),
    staged: flag({
      scopes: ["user", "account"],
      environments: { staging: { grouped: [{ value: true, group: "beta" }] } },
    }),
    needs_grouped: flag({ scopes: ["device"], requires: ["grouped"] }),
    needs_needs: flag({ scopes: ["device"], requires: ["needs_grouped"] }),
    of_users: flag({ scopes: ["user"] }),
  },
  releases: { widget: release() },
  privileges: { export: privilege({ frozen: ["acme"] }) },
  identities: { children: [{ scope: "user", within: "account", of: { acme: ["u_1"] } }], aliases: [] },
  retired: [{ kind: "flag", name: "gone", answer: true }],
};

function closed(bundle: Partial<Bundle>): Bundle {
  return sealed({ ...bundle, closures: closuresOf(sealed(bundle)) });
}

/** The names that a listener is notified of when a module with the first data loads the second. */
function heard(before: Partial<Bundle>, after: Partial<Bundle>): readonly string[] | undefined {
  const module = open(closed(before));
  const changes: Change[] = [];
  module.subscribe((change) => changes.push(change));
  expect(module.load(closed(after))).toEqual([]);
  return changes[0]?.changed;
}

const ofAccounts = ["among", "beta", "export", "grouped", "needs_grouped", "needs_needs", "ring", "staged", "widget"];

describe("the changed names are those", () => {
  test.each<[string, Partial<Bundle>, readonly string[]]>([
    [
      "whose own data changed, and those that require them",
      { flags: { ...parts.flags, grouped: flag({ listed: [{ value: true, scope: "account", entries: ["x"] }] }) } },
      ["grouped", "needs_grouped", "needs_needs"],
    ],
    [
      "of a set, and those that refer to it in any environment",
      { groups: { ...parts.groups, beta: groupSet({ exclusive: false, members: { beta: ["globex"] } }) } },
      ["beta", "grouped", "needs_grouped", "needs_needs", "staged"],
    ],
    [
      "of a set, the parts of rollouts and the releases that go by it",
      { groups: { ...parts.groups, ring: groupSet({ default: "regular", members: { canary: ["globex"] } }) } },
      ["among", "ring", "widget"],
    ],
    [
      "only of a set of which nothing but the description changed",
      {
        groups: {
          ...parts.groups,
          beta: { ...groupSet({ exclusive: false, members: { beta: ["acme"] } }), description: "Other." },
        },
      },
      ["beta"],
    ],
    [
      "of a scope in which somebody is called otherwise",
      {
        identities: {
          children: parts.identities?.children ?? [],
          aliases: [{ scope: "account", id: "acme", was: "a" }],
        },
      },
      ofAccounts,
    ],
    [
      "of a scope and those whose customers are known by their children",
      {
        identities: { children: parts.identities?.children ?? [], aliases: [{ scope: "user", id: "u_1", was: "u_0" }] },
      },
      [...ofAccounts, "of_users"].sort(),
    ],
    [
      "of a scope to which a child came",
      { identities: { children: [{ scope: "user", within: "account", of: { acme: ["u_1", "u_2"] } }], aliases: [] } },
      ofAccounts,
    ],
    ["that are retired with another answer", { retired: [{ kind: "flag", name: "gone", answer: false }] }, ["gone"]],
    ["that are new", { flags: { ...parts.flags, fresh: flag() } }, ["fresh"]],
    [
      "that were retired",
      { privileges: {}, retired: [...(parts.retired ?? []), { kind: "privilege", name: "export", answer: true }] },
      ["export"],
    ],
  ])("%s", (_, part, changed) => {
    expect(heard(parts, { ...parts, ...part })).toEqual(changed);
    expect(heard({ ...parts, ...part }, { ...parts, ...part })).toBeUndefined();
  });

  test("with a different answer, and no others", () => {
    let differing = 0;
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const before = randomBundle(random);
        const after = JSON.parse(JSON.stringify(before)) as Bundle;
        takeAway(after, (most) => random(fc.nat, most));
        if (bundleShape(after) !== undefined || [...findBrokenReferences(after)].length > 0) return;
        const [old, now] = [closuresOf(before), closuresOf(after)];
        const modules = [open(before), open(after)];
        const names = [
          ...new Set(
            [before.flags, before.releases, before.privileges, before.groups].flatMap((things) => Object.keys(things)),
          ),
        ];
        for (let times = 0; times < 4; times++) {
          const question = randomQuestion(random, after);
          for (const name of names) {
            const [one, other] = modules.map((module) => answersOf(module, before, name, question));
            if (JSON.stringify(one) === JSON.stringify(other)) continue;
            differing++;
            expect([name, old[name]]).not.toEqual([name, now[name]]);
          }
        }
      }),
      { numRuns: 80 },
    );
    expect(differing).toBeGreaterThan(5);
  });

  test("of everything if a bundle of an older build has no closures", () => {
    const module = open(closed(parts));
    const changes: Change[] = [];
    module.subscribe((change) => changes.push(change));
    const old = sealed(parts);
    expect(module.load(old)).toEqual([]);
    const names = [parts.flags, parts.groups, parts.releases, parts.privileges].flatMap((things) =>
      Object.keys(things ?? {}),
    );
    expect(changes).toEqual([{ digest: old.digest, changed: [...names, "gone"].sort() }]);
  });

  test("of a chain of required flags of any length", () => {
    const row = (last: boolean) =>
      Object.fromEntries(
        Array.from({ length: 3_000 }, (_, at) => [
          `f${at}`,
          at === 0 ? flag({ default: last }) : flag({ requires: [`f${at - 1}`] }),
        ]),
      );
    expect(heard({ flags: row(false) }, { flags: row(true) })).toHaveLength(3_000);
  });
});

describe("a listener", () => {
  const next = closed({ ...parts, flags: { ...parts.flags, plain: flag({ scopes: ["device"], default: true }) } });

  test("is notified of each load, until it stops", () => {
    const module = open(closed(parts));
    const listener = vi.fn();
    const stop = module.subscribe(listener);
    module.load(next);
    module.load(next);
    module.load("no bundle");
    expect(listener.mock.calls).toEqual([[{ digest: next.digest, changed: ["plain"] }]]);
    expect(Object.isFrozen(listener.mock.calls[0]?.[0].changed)).toBe(true);
    stop();
    stop();
    module.load(closed(parts));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("of loads is notified first, of every load, refused ones included", () => {
    const module = open(closed(parts));
    const heard: unknown[] = [];
    const stop = module.subscribe(
      ({ changed }) => heard.push(changed),
      (problems) => heard.push({ problems }),
    );
    module.load(next);
    module.load(next);
    module.load("no bundle");
    expect(module.load(new Error("the host did not answer"))).toEqual(["the host did not answer"]);
    stop();
    module.load(closed(parts));
    expect(heard).toEqual([
      { problems: [] },
      ["plain"],
      { problems: [] },
      { problems: ["the bundle is not JSON"] },
      { problems: ["the host did not answer"] },
    ]);
  });

  test("sees the new data, and may itself load other data", () => {
    const module = open(closed(parts));
    const answers: boolean[] = [];
    module.subscribe(({ digest }) => {
      answers.push(module.lookup({ device: "d" }).isEnabled("plain"));
      if (digest === next.digest) module.load(closed(parts));
    });
    module.load(next);
    expect(answers).toEqual([true, false]);
  });

  test("that throws does not keep the data from going live, or others from being notified", async () => {
    const module = open(closed(parts));
    const other = vi.fn();
    const uncaught = vi.fn();
    vi.stubGlobal("queueMicrotask", (run: () => void) => {
      try {
        run();
      } catch (error) {
        uncaught(error);
      }
    });
    module.subscribe(() => {
      throw new Error("mine");
    });
    module.subscribe(other);
    expect(module.load(next)).toEqual([]);
    vi.unstubAllGlobals();
    expect(module.digest()).toBe(next.digest);
    expect(other).toHaveBeenCalledTimes(1);
    expect(uncaught).toHaveBeenCalledExactlyOnceWith(new Error("mine"));
  });

  test("that is stopped by another one before its turn is not called", () => {
    const module = open(closed(parts));
    const second = vi.fn();
    module.subscribe(() => stop());
    const stop = module.subscribe(second);
    module.load(next);
    expect(second).not.toHaveBeenCalled();
  });

  test("must be a function", () => {
    expect(() => open(closed(parts)).subscribe({} as never)).toThrow(TypeError);
    expect(() => open(closed(parts)).subscribe(() => {}, {} as never)).toThrow(TypeError);
  });

  test("is notified of all names if there was no data", () => {
    const { head, stamp, file } = packWhole(next);
    const module = openPacked(head, stamp, () => {
      throw new Error("no file");
    });
    const listener = vi.fn();
    module.subscribe(listener);
    module.load(file);
    expect(listener.mock.calls[0]?.[0].changed).toEqual(Object.keys(next.closures ?? {}));
  });
});

function answersOf(
  module: Module,
  { flags, groups, releases, privileges }: Bundle,
  name: string,
  question: Question,
): unknown {
  const { context, ...options } = question;
  try {
    const lookup = module.lookup(context, options);
    const has = (things: object): boolean => Object.hasOwn(things, name);
    return [
      has(flags) || has(releases) || has(privileges) ? lookup.details(name) : undefined,
      has(groups)
        ? referencesOf({ groups: { [name]: groups[name] } } as never).map((reference) => lookup.isIn(reference))
        : undefined,
    ];
  } catch (error) {
    return String(error);
  }
}

/** Removes an item of a list or a setting of an environment, or flips a boolean. */
function takeAway(bundle: Bundle, choose: (most: number) => number): void {
  const edits: (() => void)[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if (Array.isArray(value)) edits.push(() => value.splice(Number(key), 1));
      else if (typeof part === "boolean") edits.push(() => Object.assign(value, { [key]: !part }));
      else if (key === "environments") edits.push(() => Reflect.deleteProperty(value, key));
      visit(part);
    }
  };
  const { flags, groups, releases, privileges, identities } = bundle;
  visit({ flags, groups, releases, privileges, identities });
  if (edits.length > 0) edits[choose(edits.length - 1)]?.();
}
