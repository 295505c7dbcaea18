import type { Cell, HashOf, Revision } from "../../effect/revision.ts";
import { findUnmentionedId } from "../../effect/revision-query.ts";
import { splitByHash } from "../../effect/split-by-bucket.ts";
import { mentionedIn } from "../../model/mentioned-ids.ts";
import type { Flag, Group, GroupSet, Model, Privilege, Release, Value } from "../../model/model.ts";
import { findGroup, groupsNamedBy } from "../../model/model-queries.ts";
import type { Instant } from "../../model/time.ts";

const everyoneElse = "everyone else";

/** Anything with a name that services ask for. */
export type Thing = Flag | Release | Privilege | GroupSet;

/** An answer that somebody gets: a value, a version, a group or several; undefined is no group. */
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
    const given = other === undefined ? [] : answersOf(revision, model, other, at).map(({ value }) => value);
    const met = given.filter((value) => value !== undefined && required.values.includes(value));
    if (met.length < given.length || given.length === 0)
      yield { value: flag.unmet, who: `customers without \`${required.name}\`` };
    if (met.length === 0) return;
  }
  if (paused !== undefined || (expires !== undefined && expires.at <= at && !keep) || scopes.length === 0) {
    yield standard;
    return;
  }
  const told = groupsNamedBy(flag).flatMap(({ group }) => findGroup(model, group) ?? []);
  const cells = told.filter(({ set }) => set.told).map(({ set, group }) => toldIn(set, group));
  for (const scope of scopes)
    for (const { id, who, isNamed } of everyoneIn(model, scope))
      for (const cell of [undefined, ...cells]) {
        const context = { [scope]: id };
        const question = { environment: model.environment, at, context, met: true, cell };
        const ask = (hashOf?: HashOf) =>
          revision.explain("flag", name, hashOf === undefined ? question : { ...question, hashOf });
        const parts = isNamed ? [ask()] : splitByHash(context, ask).map(({ answer }) => answer);
        for (const { value, rule } of parts) {
          const some = parts.length > 1 && rule === "rollout" ? "some by the rollout" : who;
          if (value !== null) yield { value, who: cell === undefined ? some : `customers in \`${cell.reference}\`` };
          if (rule === "default" && created !== undefined)
            yield { value: created.value, who: "customers created later" };
        }
      }
}

/** What a caller tells who tells one group. */
function toldIn({ name }: GroupSet, { name: group, reference }: Group): Cell & { readonly reference: string } {
  return { told: { [name]: group }, heard: () => {}, reference };
}

/** The answers of a release or a privilege depend on its customers and their groups. */
function* answersOfList(revision: Revision, model: Model, thing: Release | Privilege, at: Instant): Generator<Answer> {
  const { environment } = model;
  for (const scope of thing.scopes)
    for (const { id, who, isNamed } of everyoneIn(model, scope)) {
      const context = { [scope]: id };
      const ask = (hashOf?: HashOf) =>
        revision.answer(thing.kind, thing.name, { environment, at, context, ...(hashOf && { hashOf }) });
      for (const value of isNamed ? [ask()] : splitByHash(context, ask).map(({ answer }) => answer))
        if (value !== null) yield { value, who };
    }
  if (thing.kind === "privilege") return;
  const set = model.sets.get(thing.by);
  for (const { value, group } of set?.told ? thing.grouped : []) yield { value, who: `customers in \`${group}\`` };
}

function* answersOfSet(revision: Revision, model: Model, set: GroupSet, at: Instant): Generator<Answer> {
  const { environment } = model;
  if (set.told) {
    for (const { name } of set.groups.values()) yield { value: name, who: `customers in \`${name}\`` };
    yield { value: set.default, who: everyoneElse };
    return;
  }
  const { scope } = set;
  for (const { id, who, isNamed } of scope === undefined ? [nobody] : everyoneIn(model, scope)) {
    const context = scope === undefined ? {} : { [scope]: id };
    const ask = (hashOf?: HashOf) => revision.groups(set.name, { environment, at, context, ...(hashOf && { hashOf }) });
    for (const groups of isNamed ? [ask()] : splitByHash(context, ask).map(({ answer }) => answer))
      yield { value: groups.length === 0 ? undefined : groups.join(", "), who };
  }
}

/** Someone to ask about, by an id; one for many whom nothing names. */
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
