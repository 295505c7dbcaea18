import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { emitFlagd } from "../../scripts/emit/flagd/index.ts";
import { sizeNote } from "../../scripts/emit/flagd/size.ts";
import { drawQuestion, type FlagdQuestion, openFlagd, openModule } from "../support/flagd.ts";
import { Draw } from "../support/random-tree/draw.ts";
import { genome } from "../support/random-tree/questions.ts";
import { treeOfGenome } from "../support/random-tree.ts";
import { repository } from "../support/shipped-instance.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

const runs = Number(process.env.FLAGSTONE_TEST_RUNS ?? 6);
const about = { description: "Made for a test of flagd.", owner: "growth" };

/** The models of documents, given by path, and a config. */
function modelsWith(documents: Readonly<Record<string, object>>, config: object = {}) {
  const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify({ ...data, ...about })}\n`]);
  const scopes = { organization: {}, account: { within: "organization" }, brand: { within: "account" } };
  return modelsOf(treeOf({ "package.json": packageJson({ scopes, ...config }), ...Object.fromEntries(texts) }));
}

function flagWith(data: object) {
  return { flag: "x", permanent: "It is for tests.", scope: "account", default: false, ...data };
}

const anybody: FlagdQuestion = { at: Date.parse("2027-01-15T12:00:00Z"), ids: {}, groups: {}, created: {}, plan: [] };

test("flagd gives the module's answers", () => {
  fc.assert(
    fc.property(genome, fc.constantFrom(0, 2, 1000), (genes, maxMembers) => {
      const models = modelsOf(treeOfGenome(genes));
      const draw = new Draw(genes[0] ?? 0);
      for (const model of models) {
        const flagd = openFlagd(model, maxMembers);
        const module = openModule(models, model.environment, maxMembers);
        // server-side apply turns an object that becomes empty into null, which the operator's schema refuses
        expect(flagd.text).not.toContain('"metadata":{}');
        expect(["the value `null`", "values that are lists"]).toEqual(
          expect.arrayContaining([...flagd.document.leftOut.values()].flat()),
        );
        for (let asked = 0; asked < 40; asked++) {
          const question = module.completed(drawQuestion(draw));
          for (const name of flagd.names)
            expect([name, question, flagd.ask(name, question)]).toEqual([name, question, module.ask(name, question)]);
        }
      }
    }),
    { numRuns: runs },
  );
});

test("follows an id through children and former ids of three scopes", () => {
  const models = modelsWith({
    "groups/organizations.yaml": {
      identities: "organizations",
      scope: "organization",
      children: { account: { o1: ["a1", "a2"] }, brand: { o2: ["b3", "b4"] } },
      aliases: [{ id: "o1", was: "o0", until: "2027-01-31" }],
    },
    "groups/accounts.yaml": {
      identities: "accounts",
      scope: "account",
      children: { brand: { a1: ["b1"], a2: ["b2"], a3: ["b4"] } },
      aliases: [{ id: "a1", was: "a0", until: "2027-02-28" }],
    },
    "groups/brands.yaml": { identities: "brands", scope: "brand", aliases: [{ id: "b1", was: "b0" }] },
    "groups/ring.yaml": {
      groups: "ring",
      scope: "organization",
      default: "regular",
      members: { canary: ["o1", { percent: 50 }] },
    },
    "flags/listed.yaml": {
      ...flagWith({ flag: "listed", scope: ["organization", "account"] }),
      enabled: { organization: ["o1", { id: "o2", from: "2027-02-01" }] },
      disabled: { account: [{ id: "a2", until: "2027-01-31" }] },
    },
    "flags/grouped.yaml": flagWith({ flag: "grouped", scope: "organization", enabled: { groups: ["ring/canary"] } }),
    "flags/shared.yaml": flagWith({ flag: "shared", scope: "organization", rollout: 50 }),
  });
  const flagd = openFlagd(models[0]);
  const module = openModule(models, "production");
  const of = (scope: string, ids: readonly string[]) => [{}, ...ids.map((id) => ({ [scope]: id }))];
  const seen = { same: 0, on: 0 };
  for (const organization of of("organization", ["o0", "o1", "o2", "x"]))
    for (const account of of("account", ["a0", "a1", "a2", "a3", "x"]))
      for (const brand of of("brand", ["b0", "b1", "b2", "b3", "b4", "x"]))
        for (const day of ["2027-01-15", "2027-02-15", "2027-03-15"])
          for (const name of flagd.names) {
            const question = { ...anybody, at: Date.parse(day), ids: { ...organization, ...account, ...brand } };
            const answer = flagd.ask(name, question);
            expect([name, day, question.ids, answer]).toEqual([name, day, question.ids, module.ask(name, question)]);
            seen.same++;
            seen.on += Number(answer);
          }
  expect(seen.same).toBe(5 * 6 * 7 * 3 * 3);
  expect(seen.on).toBeGreaterThan(seen.same / 4);
});

test("writes rules as short as possible", () => {
  const now = { var: "$flagd.timestamp" };
  const account = { var: "account" };
  const models = modelsWith({
    "groups/beta.yaml": { groups: "beta", scope: "account", members: ["acme", { match: "test-*" }] },
    "flags/x.yaml": flagWith({
      enabled: { account: [{ id: "a", from: "2027-01-01" }, "b", "c"], groups: ["beta"] },
      disabled: { account: [{ id: "d", until: "2027-01-31" }] },
      rollout: 25,
    }),
    "flags/y.yaml": flagWith({ flag: "y", paused: "An incident", enabled: { account: ["a"] } }),
  });
  const { flags } = openFlagd(models[0]).document;
  expect(flags.y).toEqual({
    state: "ENABLED",
    variants: { off: false, on: true },
    defaultVariant: "off",
    metadata: { owner: "growth" },
  });
  const isOff = {
    and: [{ "<": [now, 1801440000] }, { "===": [account, "d"] }],
  };
  const isOn = {
    or: [
      { in: [account, ["b", "c"]] },
      { and: [{ ">=": [now, 1798761600] }, { "===": [account, "a"] }] },
      {
        or: [{ "===": [account, "acme"] }, { and: [{ "!==": [account, null] }, { starts_with: [account, "test-"] }] }],
      },
    ],
  };
  const shared = {
    and: [
      { "!==": [account, null] },
      { "===": [{ fractional: [{ cat: ["x", account] }, ["in", 1], ["out", 3]] }, "in"] },
    ],
  };
  expect(JSON.parse(JSON.stringify(flags.x?.targeting))).toEqual({ if: [isOff, "off", isOn, "on", shared, "on"] });
});

test("writes a group of several flags once, unless flagd could not substitute it", () => {
  const members = Array.from({ length: 20 }, (_, index) => `customer-${index}`);
  const both = (group: string, more: readonly string[]) => ({
    [`groups/${group}.yaml`]: { groups: group, scope: "account", members: [...members, ...more] },
    [`flags/${group}_x.yaml`]: flagWith({ flag: `${group}_x`, enabled: { groups: [group] } }),
    [`flags/${group}_y.yaml`]: flagWith({ flag: `${group}_y`, enabled: { groups: [group] } }),
  });
  const [model] = modelsWith({ ...both("plain", []), ...both("odd", ["a$&b", "a$$b"]) });
  const { document, ask } = openFlagd(model);
  expect(Object.keys(document.evaluators)).toEqual(["plain"]);
  expect(document.flags.plain_x?.targeting).toEqual({ if: [{ $ref: "plain" }, "on"] });
  for (const account of ["customer-7", "a$&b", "a$$b", "a$b"]) {
    const question = { ...anybody, ids: { account } };
    expect(ask("odd_y", question), account).toBe(account !== "a$b");
    expect(ask("plain_y", question), account).toBe(account === "customer-7");
  }
});

test("leaves a group that is too large to the context, but always writes a flag's own list", () => {
  const ids = (length: number) => Array.from({ length }, (_, index) => `customer-${index}`);
  const textOf = (members: number, own: number) => {
    const documents = {
      "groups/big.yaml": { groups: "big", scope: "account", members: ids(members) },
      "flags/x.yaml": flagWith({ enabled: { groups: ["big"] } }),
      "flags/y.yaml": flagWith({ flag: "y", enabled: { account: ids(own) } }),
    };
    return openFlagd(modelsWith(documents)[0]).text;
  };
  expect(textOf(1000, 1)).toContain("customer-999");
  expect(textOf(1001, 1)).not.toContain("customer-999");
  expect(textOf(5000, 1)).toBe(textOf(1001, 1));
  expect(textOf(1001, 1001)).toContain("customer-1000");
});

describe("what flagd cannot express is left out, and reported", () => {
  const notesOf = (documents: Readonly<Record<string, object>>, config?: object) =>
    emitFlagd(modelsWith(documents, config)).notes;

  test.each([
    ["values that are lists", { default: "a", variants: { a: [1], b: [2] } }],
    ["the value `null`", { default: "a", variants: { a: null, b: 2 } }],
    ['the variant `a&b`, whose name has one of `< > & " \\`', { default: "a&b", variants: ["a&b", "c"] }],
    ["an instant between two seconds", { enabled: { account: [{ id: "a", until: "2027-01-31T00:00:00.5Z" }] } }],
    ["a share by a text outside ASCII", { rollout: { percent: 10, salt: "ä" } }],
  ])("%s", (reason, data) => {
    const notes = notesOf({ "flags/x.yaml": flagWith(data), "flags/y.yaml": flagWith({ flag: "y" }) });
    expect(notes).toEqual([`flagd cannot express \`x\` (${reason}): it is not in flags.flagd.json`]);
  });

  test("with its dependent flags, and once for all environments", () => {
    const documents = {
      "flags/x.yaml": flagWith({ rollout: { percent: 10, salt: "ä" } }),
      "flags/y.yaml": flagWith({ flag: "y", requires: ["x"] }),
    };
    const [first, second] = notesOf(documents, { environments: ["production", "staging"] });
    const files = "it is not in flags.flagd.json, flags.staging.flagd.json";
    expect(first).toBe(`flagd cannot express \`x\` (a share by a text outside ASCII): ${files}`);
    expect(second).toBe(`flagd cannot express \`y\` (a share by a text outside ASCII): ${files}`);
  });

  test("letter case, for the scopes and attributes that ignore it", () => {
    const scopes = { organization: {}, account: { ignoreCase: true } };
    const country = { attribute: "country", type: "text", ignoreCase: true };
    expect(notesOf({ "flags/x.yaml": flagWith({}), "groups/country.yaml": country }, { scopes })).toEqual([
      "flagd does not ignore letter case: pass `account`, `country` in lower case",
    ]);
  });

  test("sizes, each with what no longer works above it", () => {
    const notes = [256, 257, 1025, 1537, 4097].map((kibibytes) => sizeNote("f", "x".repeat(kibibytes * 1024)));
    expect(notes.map((note) => note?.replace(/:.*/, ""))).toEqual([
      undefined,
      "f has 257 KiB, more than 256",
      "f has 1025 KiB, more than 1024",
      "f has 1537 KiB, more than 1536",
      "f has 4097 KiB, more than 4096",
    ]);
  });
});

test("the operator's resource has the same flags", () => {
  const models = modelsWith({ "flags/x.yaml": flagWith({ enabled: { account: ["a: #b", "c"] } }) });
  const [resource, file] = emitFlagd(models).outputs.map((output) => ("text" in output ? output.text : ""));
  const { $schema, ...spec } = JSON.parse(file as string);
  expect($schema).toBe("https://flagd.dev/schema/v0/flags.json");
  expect(parse(resource as string)).toEqual({
    apiVersion: "core.openfeature.dev/v1beta1",
    kind: "FeatureFlag",
    metadata: { name: "flags" },
    spec: { flagSpec: spec },
  });
});

const shared = join(repository, "../shared/data/flagd");

describe.skipIf(!existsSync(shared))("flagd's schemas", () => {
  const read = (path: string) => JSON.parse(readFileSync(join(shared, path), "utf8"));
  test.each(["schemas", "schemas-2025-05"])("%s accept the output", (folder) => {
    const ajv = new Ajv({ strict: false, schemas: [read(`${folder}/targeting.json`)] });
    const validate = ajv.compile(read(`${folder}/flags.json`));
    fc.assert(
      fc.property(genome, (genes) => {
        for (const model of modelsOf(treeOfGenome(genes))) {
          validate(JSON.parse(openFlagd(model).text));
          expect(validate.errors).toBeNull();
        }
      }),
      { numRuns: runs },
    );
  });
});
