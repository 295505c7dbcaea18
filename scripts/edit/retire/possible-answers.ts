import { askRegions } from "../../effect/cells.ts";
import type { Revision, RevisionQuestion } from "../../effect/revision.ts";
import { findUnmentionedId } from "../../effect/revision-query.ts";
import { splitByHash } from "../../effect/split-by-bucket.ts";
import { whereWords } from "../../effect/where-words.ts";
import type { Test } from "../../model/condition.ts";
import { mentionedIn } from "../../model/mentioned-ids.ts";
import type { Flag, GroupSet, Model, Privilege, Release, Value } from "../../model/model.ts";
import { isSameTest, type Where, whereOf } from "../../model/space/box.ts";
import { dimensionFinder, dimensionsOfSet } from "../../model/space/dimensions.ts";
import type { Instant } from "../../model/time.ts";

const everyoneElse = "everyone else";

/** Anything with a name that services ask for. */
export type Thing = Flag | Release | Privilege | GroupSet;

/** An answer that some customer gets: a value, a version, one group or several; undefined means no group. */
export interface Answer {
  readonly value: Value | undefined;
  /** Someone who gets it, in words. */
  readonly who: string;
}

/**
 * All answers that a named thing gives at an instant in the environment of a model, each once, with someone who gets
 * it. If what a caller tells may decide, all that it may tell counts.
 */
export function answersOf(revision: Revision, model: Model, thing: Thing, at: Instant): readonly Answer[] {
  const found = new Map<Value | undefined, Answer>();
  for (const answer of allAnswers(revision, model, thing, at))
    if (!found.has(answer.value) || answer.who === everyoneElse) found.set(answer.value, answer);
  const answers = [...found.values()];
  return [...answers.filter(({ who }) => who !== everyoneElse), ...answers.filter(({ who }) => who === everyoneElse)];
}

function allAnswers(revision: Revision, model: Model, thing: Thing, at: Instant): Iterable<Answer> {
  switch (thing.kind) {
    case "flag":
      return answersOfFlag(revision, model, thing, at);
    case "groups":
      return answersOfSet(revision, model, thing, at);
    default:
      return answersOfList(revision, model, thing, at);
  }
}

function* answersOfFlag(revision: Revision, model: Model, flag: Flag, at: Instant): Generator<Answer> {
  const { name, scopes, paused, expires, keep, created } = flag;
  const standard = { value: flag.default, who: everyoneElse };
  for (const required of flag.requires) {
    const other = model.flags.get(required.name);
    // Whoever asks this flag asks the other one too, also without an id in its scopes.
    const asked = other && { ...other, scopes: [...new Set([...other.scopes, ...scopes])] };
    const given = asked === undefined ? [] : answersOf(revision, model, asked, at).map(({ value }) => value);
    const met = given.filter((value) => value !== undefined && required.values.includes(value));
    if (met.length < given.length || given.length === 0)
      yield { value: flag.unmet, who: `customers without \`${required.name}\`` };
    if (met.length === 0) return;
  }
  if (flag.requiredConditions.length > 0) yield { value: flag.unmet, who: "whoever does not meet what it requires" };
  if (paused !== undefined || (expires !== undefined && expires.at <= at && !keep)) {
    yield standard;
    return;
  }
  const dimensions = dimensionFinder(undefined, model)(undefined, flag);
  for (const scope of scopes.length === 0 ? [undefined] : scopes)
    for (const { id, who, isNamed } of scope === undefined ? [nobody] : everyoneIn(model, scope))
      for (const { box, result: parts } of askRegions(dimensions, (cell) => {
        const context = scope === undefined ? {} : { [scope]: id };
        const question = { environment: model.environment, at, context, met: true, cell };
        return askAlike(context, isNamed, (own) => revision.explain("flag", name, { ...question, ...own }));
      })) {
        const told = toldWords(model, whereOf(dimensions, box));
        for (const { value, rule } of parts) {
          const some = parts.length > 1 && rule === "rollout" ? "some by the rollout" : who;
          if (value !== null) yield { value, who: told ?? some };
          if (rule === "default" && created !== undefined)
            yield { value: created.value, who: "customers created later" };
        }
      }
}

/** The answers of one customer, or of all customers who differ from one only in their hashes. */
function askAlike<Result>(
  context: RevisionQuestion["context"],
  isNamed: boolean,
  ask: (own: Pick<RevisionQuestion, "hashes">) => Result,
): readonly Result[] {
  return isNamed ? [ask({})] : splitByHash(context, (hashes) => ask({ hashes })).map(({ answer }) => answer);
}

/** Names, in words, the customers for whom something is passed; undefined if nothing is. */
function toldWords({ sets }: Model, where: Where | undefined): string | undefined {
  const told = Object.entries(where ?? {}).filter(([, tests]) => !isSameTest(tests[0] as Test, { untold: true }));
  const [only, second] = told;
  if (only === undefined) return undefined;
  const [name, [group]] = only;
  const reference = sets.get(name)?.groups.get(`${group}`)?.reference;
  if (second === undefined && reference !== undefined) return `customers in \`${reference}\``;
  return `customers${whereWords(Object.fromEntries(told), (text) => `\`${text}\``)}`;
}

/** The answers of a release or a privilege depend on its customers and their groups. */
function* answersOfList(revision: Revision, model: Model, thing: Release | Privilege, at: Instant): Generator<Answer> {
  const { environment } = model;
  const dimensions = dimensionFinder(undefined, model)(undefined, thing);
  for (const scope of thing.scopes)
    for (const { id, who, isNamed } of everyoneIn(model, scope))
      for (const { box, result } of askRegions(dimensions, (cell) => {
        const question = { environment, at, context: { [scope]: id }, cell };
        return askAlike(question.context, isNamed, (own) =>
          revision.answer(thing.kind, thing.name, { ...question, ...own }),
        );
      }))
        for (const value of result)
          if (value !== null) yield { value, who: toldWords(model, whereOf(dimensions, box)) ?? who };
}

function* answersOfSet(revision: Revision, model: Model, set: GroupSet, at: Instant): Generator<Answer> {
  const { environment } = model;
  if (set.told) {
    for (const { name } of set.groups.values()) yield { value: name, who: `customers in \`${name}\`` };
    yield { value: set.default, who: everyoneElse };
    return;
  }
  const { scope } = set;
  const dimensions = dimensionsOfSet(undefined, model, set.name, []);
  for (const { id, who, isNamed } of scope === undefined ? [nobody] : everyoneIn(model, scope))
    for (const { box, result } of askRegions(dimensions, (cell) => {
      const question = { environment, at, context: scope === undefined ? {} : { [scope]: id }, cell };
      return askAlike(question.context, isNamed, (own) => revision.groups(set.name, { ...question, ...own }));
    }))
      for (const groups of result)
        yield {
          value: groups.length === 0 ? undefined : groups.join(", "),
          who: toldWords(model, whereOf(dimensions, box)) ?? who,
        };
}

/** A customer to ask about, by an id; it may represent many whom nothing names. */
interface Someone {
  readonly id: string;
  readonly who: string;
  readonly isNamed: boolean;
}

/** A caller without any id. */
const nobody: Someone = { id: "", who: everyoneElse, isNamed: true };

const known = new WeakMap<Model, ReadonlyMap<string, readonly Someone[]>>();

/**
 * By scope, everyone who may get a different answer: all who are mentioned, someone for each pattern, and someone
 * unmentioned.
 */
function everyoneIn(model: Model, scope: string): readonly Someone[] {
  let all = known.get(model);
  if (all === undefined) {
    const unmentionedId = findUnmentionedId([model]);
    const mentioned = mentionedIn([model]);
    all = new Map(
      [...model.config.scopes.keys()].map((own) => {
        const patterns = [...model.sets.values()]
          .filter((set) => set.scope === own)
          .flatMap(({ groups }) => [...groups.values()].flatMap((group) => group.patterns));
        return [
          own,
          [
            { id: unmentionedId, who: everyoneElse, isNamed: false },
            ...[...(mentioned.get(own)?.keys() ?? [])].map((id) => ({ id, who: `\`${id}\``, isNamed: true })),
            ...patterns.map(({ prefix }) => ({
              id: prefix + unmentionedId,
              who: `ids like \`${prefix}*\``,
              isNamed: false,
            })),
          ],
        ];
      }),
    );
    known.set(model, all);
  }
  return all.get(scope) ?? [];
}
