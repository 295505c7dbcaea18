import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import type { Module } from "../../scripts/runtime/api/open.ts";
import { type System, systems } from "../support/real-systems.ts";
import { repository } from "../support/shipped-instance.ts";
import { compileTree, moduleOf } from "../support/trees.ts";

type Context = Readonly<Record<string, unknown>>;

interface Share {
  readonly context: Context;
  readonly environment?: string;
  readonly by?: string;
  readonly value: unknown;
  readonly percent: number;
  readonly of?: string;
}

interface Question {
  readonly context?: Context;
  readonly environment?: string;
  readonly answer?: unknown;
  readonly beyond?: string;
  readonly share?: Share;
}

interface RealFlag {
  readonly system: string;
  readonly name: string;
  readonly definition: { readonly lists?: Readonly<Record<string, readonly string[]>> };
  readonly questions: readonly Question[];
}

const path = join(repository, "../shared/data/real/flags.json");
const isThere = existsSync(path);
if (!isThere) console.log("the real flags are not here: test/emit/real-flags.test.ts is left out");

/** How the language differs from the originals. */
const facts = {
  /** Questions whose answers depend on something that the language deliberately leaves out, by what that is. */
  leftOut: { contains: 3 },
  /** Questions that the data marks as such, but that the language does answer: an attribute may ignore letter case. */
  saidHere: { "letter case is ignored": 20 },
  /**
   * A query whose second half the original never reads, since its grammar has no `OR`. The flag here gives the
   * original's answers, not what was meant.
   */
  unreadHalf: { name: "r4c-vtt-flood-simulation", unread: "vtt.fi" },
  /** A version is compared with the number 5.5 and with the text "5.5"; here the service passes it as text. */
  numberOrText: "footer",
  /** It tests how an id ends. Here an id is not an attribute, so the service passes it as one too. */
  endOfId: "calculate-fee-new",
  /** A family of wikis is a suffix of their names. Patterns here are prefixes, so the family is listed. */
  familyByEnd: { list: "wikisource", wikis: 84 },
  /** In two lists with the same id, the last one wins. Here that is a contradiction, so only the last is written. */
  inTwoLists: "00000000-dddd-0000-dddd-000000000000",
  /** A share of users, else of sessions, else random. Here a rollout goes by one scope, and without its id by the default. */
  byAnyId: ["fsDemoApp.chatbot"],
};

const ids = 2000;

/** The lists that a system's settings use, as group sets; they are too long to be written by hand. */
function listsOf(flags: readonly RealFlag[]): Tree["files"] {
  return flags
    .flatMap(({ definition }) => Object.entries(definition.lists ?? {}))
    .map(([name, members]) => ({
      path: `groups/${name}.yaml`,
      text: `groups: ${name}\ndescription: The wikis on the list of this name.\nowner: team\nscope: wiki\nmembers:\n${members
        .map((id) => `  - ${id}\n`)
        .join("")}`,
    }));
}

/** A context whose nested keys are joined by dots. */
function flat(context: Context): Context {
  return Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value as Context)).map(([inner, each]) => [`${key}.${inner}`, each])
        : [[key, value]],
    ),
  );
}

function textsAt(context: Context, keys: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, name]) => (key in context ? [[name, String(context[key])]] : [])),
  );
}

/** The module's answer for the context that the original was given. */
function ask(module: Module, system: System, name: string, context: Context, environment: string | undefined): unknown {
  const groups = textsAt(context, Object.fromEntries((system.told ?? []).map((key) => [key, key])));
  const tell = system.tell ?? ((key: string, value: unknown) => [key, value] as const);
  const attributes = Object.fromEntries(Object.entries(context).map(([key, value]) => tell(key, value)));
  const lookup = module.lookup(textsAt(context, system.ids), { groups, attributes, environment });
  return system.answer === undefined ? lookup.value(name) : system.answer(lookup, name);
}

function percentOf(module: Module, system: System, name: string, share: Share): number {
  const context = flat(share.context);
  const [by = Object.keys(system.ids)[0] ?? ""] = [share.by];
  const answers = Array.from({ length: ids }, (_, n) =>
    ask(module, system, name, { ...context, [by]: `id-${n}` }, share.environment),
  );
  const { of: part } = share;
  const parts = part === undefined ? answers : answers.map((answer) => (answer as Context)[part]);
  return (parts.filter((each) => isDeepStrictEqual(each, share.value)).length / ids) * 100;
}

function isLeftOut({ beyond }: Question): boolean {
  return beyond !== undefined && beyond in facts.leftOut;
}

describe.skipIf(!isThere)("58 real flags", () => {
  const flags: readonly RealFlag[] = isThere ? JSON.parse(readFileSync(path, "utf8")) : [];

  it("can each be expressed", () => {
    const listed = Object.entries(systems).flatMap(([system, { said }]) => said.map((name) => `${system}: ${name}`));
    expect(listed.sort()).toEqual(flags.map(({ system, name }) => `${system}: ${name}`).sort());
  });

  it.each(Object.entries(systems))("of %s pass the check, build, and give the original's answers", (name, system) => {
    const own = flags.filter((flag) => flag.system === name);
    const written = readTree(join(repository, "test/cases/real", system.folder));
    const files = [...written.files, ...listsOf(own)].sort((a, b) => (a.path < b.path ? -1 : 1));
    const tree = { ...written, files };
    expect(compileTree(tree).diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    const module = moduleOf(tree);
    expect(Object.keys(module.flags).sort()).toEqual([...system.said, ...(system.parents ?? [])].sort());

    let asked = 0;
    for (const flag of own)
      for (const question of flag.questions) {
        if (isLeftOut(question)) continue;
        const { context = {}, environment, answer, share } = question;
        asked++;
        const about = `${flag.name} ${environment ?? ""} ${JSON.stringify(share ?? context)}`;
        if (share === undefined)
          expect(ask(module, system, flag.name, flat(context), environment), about).toEqual(answer);
        else expect(Math.abs(percentOf(module, system, flag.name, share) - share.percent), about).toBeLessThan(3);
      }
    expect(asked).toBe(system.asked);
  });

  it("answer every question that does not depend on what the language leaves out", () => {
    const asked = Object.values(systems).reduce((sum, system) => sum + system.asked, 0);
    const questions = flags.flatMap((flag) => flag.questions);
    expect(asked).toBe(questions.length - questions.filter(isLeftOut).length);
  });

  it("have a few questions that the language deliberately leaves out", () => {
    const counts: Record<string, number> = {};
    for (const { beyond } of flags.flatMap(({ questions }) => questions))
      if (beyond !== undefined) counts[beyond] = (counts[beyond] ?? 0) + 1;
    expect(counts).toEqual({ ...facts.leftOut, ...facts.saidHere });
  });

  it("have parts that the language expresses differently", () => {
    const definitionOf = (name: string) => flags.find((flag) => flag.name === name)?.definition;
    const family = definitionOf("wgCiteSubReferencing")?.lists?.[facts.familyByEnd.list] ?? [];
    expect(family).toHaveLength(facts.familyByEnd.wikis);
    expect(family.filter((wiki) => !wiki.endsWith(facts.familyByEnd.list))).toEqual([]);
    const lists = JSON.stringify(definitionOf("test-context-string")).split(facts.inTwoLists);
    expect(lists).toHaveLength(4);
    const { unread, name } = facts.unreadHalf;
    const isUnread = ({ context }: Question) => context?.domain === unread;
    const unreadQuestions = flags.find((flag) => flag.name === name)?.questions.filter(isUnread);
    expect(JSON.stringify(definitionOf(name))).toContain(unread);
    expect(unreadQuestions?.map(({ answer }) => answer)).toEqual([false, false, false, false]);
    expect(JSON.stringify(definitionOf(facts.numberOrText))).toContain('"value":5.5},');
    expect(JSON.stringify(definitionOf(facts.endOfId))).toContain("targetingKey ew");
    const byAny = flags.filter(({ definition }) => JSON.stringify(definition).includes('"stickiness":"default"'));
    expect(byAny.map(({ name }) => name)).toEqual(facts.byAnyId);
  });
});
