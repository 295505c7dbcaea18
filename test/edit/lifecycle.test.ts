import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flip } from "../../scripts/commands/flip.ts";
import { freeze } from "../../scripts/commands/freeze.ts";
import type { Run } from "../../scripts/commands/index.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { retire } from "../../scripts/commands/retire.ts";
import { compile } from "../../scripts/compile/compile.ts";
import { gate } from "../../scripts/gate/gate.ts";
import type { Host } from "../../scripts/host/host.ts";
import type { Flag, Model, Retired, Value } from "../../scripts/model/model.ts";
import type { Repository } from "../../scripts/model/repository.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";
import { universe } from "../support/random-tree/customers.ts";
import { genomeLength, instants, treeOfGenome } from "../support/random-tree.ts";
import { bundleOf, packageJson, treeOf } from "../support/trees.ts";

const genome = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });
const name = fc.constantFrom("f1", "f2", "f3", "f4", "f5");
const scope = fc.constantFrom(undefined, "organization", "account");
const day = fc.constantFrom("2027-01-01", "2027-02-20").map((text) => Date.parse(`${text}T00:00:00Z`));
const numRuns = Number(process.env.FLAGSTONE_TEST_RUNS ?? 24);

/** A tree and one of its flags, which may lack keys that would make these commands refuse. */
const tree = fc
  .tuple(genome, name, fc.subarray(["rollout", "created", "paused", "requires"]), fc.boolean())
  .map(([genes, flag, gone, isOff]): readonly [Tree, string] => {
    const whole = treeOfGenome(genes);
    const files = whole.files.map(({ path, text }) => {
      if (path !== `flags/${flag}.yaml`) return { path, text };
      const data = JSON.parse(text) as Record<string, unknown>;
      for (const key of gone) delete data[key];
      if (isOff && data.variants === undefined) data.default = false;
      return { path, text: `${JSON.stringify(data)}\n` };
    });
    return [{ ...whole, files }, flag];
  });
const strangers = ["zz", "acc-zz", "org-zz", "acc-eu-zz"];

/** One revision of a change, compiled and ready for lookups. */
interface Revision {
  readonly tree: Tree;
  readonly models: readonly [Model, ...Model[]];
  readonly module: Module;
}

function openRevision(tree: Tree, asOf: number): Revision {
  const { models, diagnostics } = compile(tree, { asOf, allowExpired: true });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (models === undefined || errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return { tree, models, module: open(bundleOf(models)) };
}

/** The revision of a random tree; skips the case if the tree has errors. */
function soundSide(tree: Tree, asOf: number): Revision {
  const { diagnostics } = compile(tree, { asOf, allowExpired: true });
  fc.pre(!diagnostics.some(({ severity }) => severity === "error"));
  return openRevision(tree, asOf);
}

/** The revision after a command, or undefined if it refuses; a refusal must give a reason. */
function run(command: Run, tree: Tree, asOf: number, input: Omit<Input, "colour">, stdin = ""): Revision | undefined {
  const host = {
    directory: tree.root,
    readTree: () => tree,
    readInput: () => stdin,
    readFile: () => undefined,
    today: () => asOf,
    openRepository: () => undefined,
  } as unknown as Host;
  const { problem, report, proposals = [] } = command({ ...input, asOf, colour: false }, host);
  const writes = proposals.flatMap((proposal) => proposal.writes);
  if (problem !== undefined) expect(problem).toMatch(/^[a-z`].{20,}/);
  else if (proposals.length === 0 && report !== undefined) expect(report.diagnostics.length).toBeGreaterThan(0);
  if (proposals.length === 0) return undefined;
  const files = new Map(tree.files.map((source) => [source.path, source]));
  for (const { path, text } of writes)
    if (text === undefined) files.delete(path);
    else files.set(path, { path, text });
  const after = { ...tree, files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) };
  return openRevision(after, asOf);
}

/** Paths of the files that differ between two trees. */
function changedFiles(before: Tree, after: Tree): readonly string[] {
  const texts = [before, after].map(({ files }) => new Map(files.map(({ path, text }) => [path, text])));
  const paths = new Set(texts.flatMap((each) => [...each.keys()]));
  return [...paths].filter((path) => texts[0]?.get(path) !== texts[1]?.get(path)).sort();
}

type Context = Readonly<Record<string, string>>;

interface Telling {
  readonly at: number;
  readonly environment?: string;
  readonly groups?: Readonly<Record<string, string>>;
  readonly created?: Readonly<Record<string, number>>;
}

function ask({ models, module }: Revision, flag: string, context: Context, telling: Telling): Value {
  const lookup = module.lookup(context, telling);
  return models[0].flags.get(flag)?.variants === undefined ? lookup.isEnabled(flag) : lookup.variant(flag);
}

/** Each customer of some scopes alone, and each account with its organization, or with any if it has none. */
function contextsOf(
  { models: [model] }: Revision,
  scopes: readonly string[],
  idsIn: (scope: string) => readonly string[],
): readonly Context[] {
  const single = scopes.flatMap((own) => idsIn(own).map((id) => ({ [own]: id })));
  if (scopes.length < 2) return single;
  const parents = new Map(model.children.map(({ id, parent }) => [id, parent]));
  const formers = new Map(model.aliases.map(({ scope, was, id }) => [`${scope} ${was}`, id]));
  const pairs = idsIn("account").flatMap((account) =>
    idsIn("organization")
      .filter((organization) => {
        const parent = parents.get(formers.get(`account ${account}`) ?? account);
        return parent === undefined || parent === organization;
      })
      .map((organization) => ({ account, organization })),
  );
  return [...single, ...pairs];
}

/** What a caller may pass for groups. */
function tellingsOf({ models: [{ sets }] }: Revision): readonly ({ readonly plan: string } | undefined)[] {
  return sets.has("plan") ? [undefined, { plan: "free" }, { plan: "pro" }] : [undefined];
}

/** When a flag or one of its required flags ends, whichever is first. */
function endOf(model: Model, flag: Flag | undefined): number {
  const ends = (flag?.requires ?? []).map((each) => endOf(model, model.flags.get(each.name)));
  return Math.min(flag?.keep ? Infinity : (flag?.expires?.at ?? Infinity), ...ends);
}

/** The errors that the gate reports for a change of a tree. */
function gateErrors(base: Tree, head: Tree, asOf: number): readonly string[] {
  const repository = {
    commitOf: () => "base",
    mergeBases: () => ["base"],
    placesAt: () => [""],
    line: () => ({ commits: [], isWhole: true }),
    isShallow: false,
    prefix: "",
    readTree: () => base,
    versions: () => ({ byName: new Map(), isWhole: true }),
  } as unknown as Repository;
  const options = { base: "main", asOf, now: asOf, newOnly: true, allowExpired: false };
  const verdict = gate(head, repository, options);
  if (typeof verdict === "string") throw new Error(verdict);
  // In a file of one line, anything that has expired counts as edited.
  return verdict.diagnostics
    .filter(({ severity, code }) => severity === "error" && code !== "model/expired")
    .map(({ code, message }) => `${code} ${message}`);
}

/**
 * Runs a property until enough of its cases have got past the refusals, and fails if they are rare; `least` is a fraction
 * of the runs.
 */
function assertSome(property: (count: () => void) => fc.IProperty<never>, least: number): void {
  const { seed = Date.now() } = fc.readConfigureGlobal() ?? {};
  const wanted = Math.max(1, Math.floor(numRuns * least));
  let made = 0;
  for (let round = 0; round < 5 && made < wanted; round++)
    // The first cases of a run are small, and more of those are refused.
    fc.assert(
      property(() => made++),
      { numRuns: numRuns * 2 ** round, seed: seed + round },
    );
  expect(made, "cases that were not refused").toBeGreaterThanOrEqual(wanted);
}

describe("freeze", () => {
  test("gives the privilege to exactly the customers who had the flag, and changes nothing else", () => {
    assertSome(
      (count) =>
        fc.property(tree, scope, day, ([tree, flag], wanted, asOf) => {
          const before = soundSide(tree, asOf);
          const input = { operands: [flag], privilege: "kept", ...(wanted === undefined ? {} : { scope: wanted }) };
          const after = run(freeze, tree, asOf, input);
          if (after === undefined) return;
          count();
          const [model] = before.models;
          const own = model.flags.get(flag);
          const standard = own?.default;
          const held = (context: Context, at: number): boolean => ask(before, flag, context, { at }) !== standard;
          const holds = (context: Context, at: number): boolean =>
            after.module.lookup(context, { at }).hasPrivilege("kept");
          const frozen = after.models[0].privileges.get("kept");
          const list = frozen?.scopes[0] ?? "";
          const end = endOf(model, own);
          for (const id of [...(universe[list] ?? []), ...strangers]) {
            const context = { [list]: id };
            expect(holds(context, asOf), `${id} now`).toBe(held(context, asOf));
            for (const at of instants)
              if (at > asOf && at < end)
                expect(holds(context, at), `${id} at ${at}`).toBe(held(context, asOf) && held(context, at));
          }
          for (const context of contextsOf(before, own?.scopes ?? [], (each) => universe[each] ?? []))
            for (const groups of tellingsOf(before))
              if (ask(before, flag, context, { at: asOf, ...(groups ? { groups } : {}) }) !== standard)
                expect(holds(context, asOf), JSON.stringify(context)).toBe(true);
          expect(changedFiles(tree, after.tree)).toEqual(
            ["flags/kept.yaml", "flags/retired.yaml", `flags/${flag}.yaml`].sort(),
          );
          expect(after.models[0].retired.filter((each) => each.name === flag)).toMatchObject([
            { kind: "flag", outcome: "frozen", answer: standard },
          ]);
          expect(gateErrors(tree, after.tree, asOf)).toEqual([]);
        }) as never,
      0.03,
    );
  });
});

describe("retire", () => {
  const anyName = fc.constantFrom("f1", "f2", "f3", "f4", "f5", "widget", "export", "ring", "beta", "tiers", "plan");

  test("records the answer that everyone gets, and changes nothing else", () => {
    assertSome(
      (count) =>
        fc.property(genome, anyName, day, (genes, thing, asOf) => {
          const tree = treeOfGenome(genes);
          const before = soundSide(tree, asOf);
          const after = run(retire, tree, asOf, { operands: [thing], outcome: "shipped" });
          if (after === undefined) return;
          count();
          const record = recordOf(after, thing);
          const flag = before.models[0].flags.get(thing);
          for (const environment of ["production", "staging"])
            for (const context of contextsOf(before, flag?.scopes ?? [], (each) => [
              ...(universe[each] ?? []),
              ...strangers,
            ]))
              for (const groups of tellingsOf(before))
                for (const created of [undefined, ...instants]) {
                  const known = Object.keys(context).map((each) => [each, created]);
                  const telling = {
                    at: asOf,
                    environment,
                    ...(groups ? { groups } : {}),
                    ...(created === undefined ? {} : { created: Object.fromEntries(known) }),
                  };
                  const was = ask(before, thing, context, telling);
                  if (was !== record?.answer) expect(was, JSON.stringify([context, telling])).toBe(record?.answer);
                }
          expect(changedFiles(tree, after.tree)).toEqual(["flags/retired.yaml", fileOf(tree, thing)].sort());
          expect(gateErrors(tree, after.tree, asOf)).toEqual([]);
        }) as never,
      0.01,
    );
  });

  test("records the given answer, and changes nothing else", () => {
    assertSome(
      (count) =>
        fc.property(genome, anyName, day, (genes, thing, asOf) => {
          const tree = treeOfGenome(genes);
          const { flags, sets, releases } = soundSide(tree, asOf).models[0];
          const answer = releases.has(thing)
            ? "v9"
            : ([...(sets.get(thing)?.groups.keys() ?? [])][0] ?? flags.get(thing)?.variants?.[1] ?? "true");
          const after = run(retire, tree, asOf, { operands: [thing], outcome: "dropped", answer });
          if (after === undefined) return;
          count();
          expect(`${recordOf(after, thing)?.answer}`).toBe(answer);
          expect(changedFiles(tree, after.tree)).toEqual(["flags/retired.yaml", fileOf(tree, thing)].sort());
          const waived = gateErrors(tree, after.tree, asOf).filter(
            // The version that is answered from now on was never served, so it cannot have soaked in a stage.
            (each) => !/^gate\/(?:privilege-dropped|out-of-order)/.test(each),
          );
          expect(waived).toEqual([]);
        }) as never,
      0.3,
    );
  });

  function recordOf({ models }: Revision, thing: string): Retired | undefined {
    return models[0].retired.find((each) => each.name === thing && each.outcome !== "frozen");
  }

  function fileOf({ files }: Tree, thing: string): string {
    return files.find(({ path }) => path.endsWith(`/${thing}.yaml`))?.path ?? "";
  }
});

describe("flip", () => {
  /** The ids of a scope that appear anywhere in the files of a tree. */
  const idsIn = ({ files }: Tree, own: string): readonly string[] =>
    (universe[own] ?? []).filter((id) => files.some(({ text }) => text.includes(`"${id}"`)));

  function expectKept(
    before: Revision,
    after: Revision,
    flag: string,
    scopes: readonly string[],
    moments: readonly number[],
  ): void {
    for (const environment of ["production", "staging"])
      for (const context of contextsOf(before, scopes, (own) => idsIn(before.tree, own)))
        for (const at of moments)
          for (const groups of tellingsOf(before)) {
            const telling = { at, environment, ...(groups ? { groups } : {}) };
            const [is, was] = [ask(after, flag, context, telling), ask(before, flag, context, telling)];
            // There are many thousand questions; an expectation for each would take longer than the answers.
            if (is !== was) expect(is, JSON.stringify([context, telling])).toBe(was);
          }
  }

  test("keeps the answer of mentioned customers until the flag ends, and gives everyone else the new default", () => {
    assertSome(
      (count) =>
        fc.property(
          tree,
          scope,
          day,
          fc.constantFrom(undefined, "staging"),
          ([tree, flag], wanted, asOf, environment) => {
            const before = soundSide(tree, asOf);
            const model = before.models.find((each) => each.environment === (environment ?? "production")) as Model;
            const own = model.flags.get(flag);
            const value =
              own?.variants === undefined ? !own?.default : own.variants.find((each) => each !== own.default);
            const input = {
              operands: [flag, `${value}`],
              ...(wanted === undefined ? {} : { scope: wanted }),
              ...(environment === undefined ? {} : { environment }),
            };
            const after = run(flip, tree, asOf, input);
            if (after === undefined || own === undefined) return;
            count();
            const end = endOf(model, own);
            const moments = [asOf, ...instants].filter((at) => at >= asOf && at < end);
            expectKept(before, after, flag, wanted === undefined ? own.scopes : [wanted], moments);
            for (const each of own.scopes)
              expect(ask(after, flag, { [each]: "zz" }, { at: asOf, environment: model.environment })).toBe(value);
            expect(changedFiles(tree, after.tree)).toEqual([`flags/${flag}.yaml`]);
            expect(gateErrors(tree, after.tree, asOf)).toEqual([]);
            expect(run(flip, after.tree, asOf, input), "run twice").toBeUndefined();
          },
        ) as never,
      0.05,
    );
  });

  test("with --from gives it to new customers from that day, and keeps the answer of those mentioned or in the file", () => {
    assertSome(
      (count) =>
        fc.property(
          tree,
          scope,
          day,
          fc.constantFrom("2027-01-05", "2027-03-01"),
          ([tree, flag], wanted, asOf, from) => {
            const before = soundSide(tree, asOf);
            const own = before.models[0].flags.get(flag);
            const value =
              own?.variants === undefined ? !own?.default : own.variants.find((each) => each !== own.default);
            const start = Date.parse(`${from}T00:00:00Z`);
            const input = {
              operands: [flag, `${value}`],
              from,
              keepExisting: "-",
              ...(wanted === undefined ? {} : { scope: wanted }),
            };
            const after = run(flip, tree, asOf, input, "zz\n\nA1\n");
            if (after === undefined || own === undefined) return;
            count();
            const by = wanted ?? own.scopes[0] ?? "";
            const end = endOf(before.models[0], own);
            expectKept(
              before,
              after,
              flag,
              own.scopes,
              [asOf, ...instants].filter((at) => at >= asOf && at < end),
            );
            const context = { [by]: "zz-new" };
            const standard = ask(before, flag, context, { at: asOf });
            const met = own.requires.every((each) => ask(before, each.name, context, { at: asOf }) === true);
            if (met) expect(ask(after, flag, context, { at: asOf, created: { [by]: start } })).toBe(value);
            const earlier = { at: asOf, created: { [by]: start - 1 } };
            expect(ask(after, flag, context, earlier)).toBe(ask(before, flag, context, earlier));
            expect(ask(after, flag, context, { at: asOf })).toBe(standard);
            const kept = { at: asOf, created: { [by]: start } };
            if (own.created === undefined)
              expect(ask(after, flag, { [by]: "zz" }, kept)).toBe(ask(before, flag, { [by]: "zz" }, { at: asOf }));
            expect(changedFiles(tree, after.tree)).toEqual([`flags/${flag}.yaml`]);
            expect(gateErrors(tree, after.tree, asOf)).toEqual([]);
          },
        ) as never,
      0.05,
    );
  });
});

describe("long lists", () => {
  const about = { description: "Made for a test of long lists.", owner: "growth" };
  const ids = Array.from({ length: 60 }, (_, index) => `acc-${String(index).padStart(3, "0")}`);
  const config = packageJson({ scopes: { account: {} }, environments: ["production", "staging"] });
  const asOf = Date.parse("2026-11-21T00:00:00Z");
  const entry = (id: string, index: number): string =>
    [
      `    - ${id}`,
      `    - { id: ${id}, until: 2027-01-31, reason: "Pilot, link: none", link: https://example.com/${index} }`,
      `    - id: ${id}   # by hand\n      reason: Contract C-${index}   # signed`,
    ][index % 3] as string;

  function documentOf({ tree: { files } }: Revision, path: string): string {
    return files.find((source) => source.path === path)?.text ?? "";
  }

  test("keep reasons, wherever they are written", () => {
    const head = `flag: links\ndescription: ${about.description}\nowner: growth\nscope: account\npermanent: For a test.\ndefault: false\n`;
    const text = `${head}enabled:\n  account:\n${ids.map(entry).join("\n")}\n`;
    const after = run(freeze, treeOf({ "package.json": config, "flags/links.yaml": text }), asOf, {
      operands: ["links"],
      privilege: "links",
    });
    const lines = documentOf(after as Revision, "flags/links.yaml").split("\n");
    const written = lines.filter((line) => line.startsWith("    - "));
    expect(written).toEqual(
      ids.map((id, index) =>
        [
          `    - ${id}`,
          `    - { id: ${id}, until: 2027-01-31, reason: "Pilot, link: none", link: https://example.com/${index} }`,
          `    - { id: ${id}, reason: Contract C-${index} }`,
        ].at(index % 3),
      ),
    );
  });

  test("are split into lines if many customers are kept, in any environment", () => {
    const members = { groups: "all", ...about, scope: "account", members: ids };
    const head = `flag: links\ndescription: ${about.description}\nowner: growth\nscope: account\npermanent: For a test.\n`;
    const text = `${head}default: false\ndisabled: { account: [zz, aa] }\nenvironments: { staging: { default: false } }\n`;
    const tree = treeOf({
      "package.json": config,
      "flags/links.yaml": text,
      "groups/all.yaml": JSON.stringify(members),
    });
    const listed = (side: Revision | undefined, indent: string): readonly string[] =>
      documentOf(side as Revision, "flags/links.yaml")
        .split("\n")
        .filter((line) => line.startsWith(`${indent}- `))
        .map((line) => line.slice(indent.length + 2));
    expect(listed(run(flip, tree, asOf, { operands: ["links"] }), "    ")).toEqual(["zz", "aa", ...ids]);
    const elsewhere = run(flip, tree, asOf, { operands: ["links"], environment: "staging" });
    expect(listed(elsewhere, "        ")).toEqual(["zz", "aa", ...ids]);
  });
});
