import { explainName } from "../../compile/answers/explain-answer.ts";
import type { Answer, Question } from "../../compile/answers/explanation.ts";
import { identify } from "../../compile/answers/identify-customer.ts";
import type { Kind } from "../../effect/effect.ts";
import type { Customer } from "../../effect/for-customer.ts";
import type { Model, Privilege, Value } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { digestOfId, idsOverTime } from "../../model/seal.ts";
import { positionOf, type Span } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";
import type { Module } from "../../runtime/index.ts";
import type { Json } from "../../runtime/load/value-shape.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { LoggedCommit } from "../logged-change.ts";
import { concerns, type NameCommit, type NamedCommit } from "./deciding-commit.ts";
import { detailsAt, type EntryDetails } from "./entry-details.ts";

/** What one customer has, why, and what will change by itself. */
export interface CustomerStatement {
  readonly at: Instant;
  readonly identities: readonly Identity[];
  /** What is decided for the customer, privileges included, in the order of the names asked for. */
  readonly items: readonly Item[];
  /** The privileges that the customer kept in the past, but no longer does. */
  readonly ended: readonly EndedPrivilege[];
  /** What changes by itself, in order. */
  readonly turns: readonly Turn[];
  /** What commits did to the customer, newest first, without those before an instant. */
  readonly history: readonly HistoricCommit[];
}

/** A customer under one of the scopes that were given. */
export interface Identity {
  readonly scope: string;
  /** As given, and as ids are compared. */
  readonly given: string;
  readonly id: string;
  readonly formerIds: readonly string[];
  readonly parents: readonly { readonly scope: string; readonly id: string }[];
  readonly children: readonly { readonly scope: string; readonly id: string }[];
}

/** What a name answers, and the places that decide it. */
export interface StatedAnswer {
  readonly kind: Kind;
  readonly name: string;
  /** For a group set, the groups that the customer is in. */
  readonly value: Value | readonly string[];
  readonly content: Json | undefined;
  /** What decided it, as `explain` of the module reports it. */
  readonly rule: string;
  /** The attributes and told sets that would have counted, and were not told. */
  readonly untold: readonly string[];
  /** The first instant at which it is another answer by itself. */
  readonly until: Instant | undefined;
  readonly places: readonly { readonly message: string; readonly path: string; readonly line: number }[];
}

/** What a name answers for the customer. */
export interface Item extends StatedAnswer {
  readonly description: string;
  readonly owner: string;
  /** Whether it is what every unlisted customer gets. */
  readonly isUsual: boolean;
  /** What the deciding entry says besides the id. */
  readonly details: EntryDetails;
  /** For a privilege, the flag that it was and the day since which it is kept. */
  readonly frozen: { readonly flag: string; readonly date: string } | undefined;
  /** The commit that decided it: for a privilege that is kept, the one that froze it for the customer. */
  readonly commit: NamedCommit | undefined;
  /** The newest commit that changed anything about it, if that is another one. */
  readonly changed: NamedCommit | undefined;
}

interface EndedPrivilege {
  readonly name: string;
  readonly description: string;
  readonly details: EntryDetails;
  /** Whether the list holds only the digest of the id. */
  readonly isForgotten: boolean;
  readonly place: { readonly path: string; readonly line: number };
  readonly commit: NamedCommit | undefined;
}

/** One answer that becomes another at an instant. */
interface Turn {
  readonly on: Instant;
  readonly before: StatedAnswer;
  readonly after: StatedAnswer;
}

interface HistoricCommit {
  readonly commit: NamedCommit;
  /** What it did to each id that the customer has or had. */
  readonly changes: readonly LoggedCommit[];
}

interface Asked {
  readonly model: Model;
  readonly module: Module;
  readonly question: Question;
  readonly names: readonly string[];
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  /** All commits that concern the customer, newest first, each with what it did to each id. */
  readonly log: readonly (readonly LoggedCommit[])[];
  /** Those of them that say what was done to a former id. */
  readonly former: ReadonlySet<LoggedCommit>;
  readonly since: Instant;
  readonly nameCommit: NameCommit;
}

/** States what a customer has, from the answers of the module that is made from the model and the log of the customer. */
export function stateCustomer(asked: Asked): CustomerStatement {
  const { model, question, names, log, since, nameCommit } = asked;
  const identities = identitiesOf(model, question);
  const all = log.flat();
  const isOn = (kind: Kind, name: string) => (logged: LoggedCommit) => concerns(logged, kind, name, asked.environment);
  // What was done to a former id decides only if nothing was done to the current one: an alias, for example, lets the
  // former id take part in what the customer has already.
  const current = all.filter((logged) => !asked.former.has(logged));
  const newest = (kind: Kind, name: string): NamedCommit | undefined => {
    const found = current.find(isOn(kind, name)) ?? all.find(isOn(kind, name));
    return found && nameCommit(found, name);
  };
  const oldest = (kind: Kind, name: string): NamedCommit | undefined => {
    const found = all.findLast(isOn(kind, name));
    return found && nameCommit(found, name);
  };
  const items = names.flatMap((name): Item[] => {
    const answer = explainName(model, asked.module, name, question);
    const stated = answer && statedAnswer(answer);
    if (answer === undefined || stated === undefined) return [];
    const { kind } = stated;
    const { places } = answer;
    const thing =
      model.flags.get(name) ?? model.releases.get(name) ?? model.privileges.get(name) ?? model.sets.get(name);
    const isUsual = isUsualAnswer(answer);
    const said = isUsual ? [] : places.map(({ span }) => detailsAt(model.documents, span));
    const paused = answer.rule === "paused" ? model.flags.get(name)?.paused : undefined;
    const frozen = kind === "privilege" && answer.value === true ? model.privileges.get(name)?.frozen : undefined;
    const changed = isUsual ? undefined : newest(kind, name);
    const decided = frozen === undefined ? changed : oldest(kind, name);
    return [
      {
        ...stated,
        description: thing?.description ?? "",
        owner: thing?.owner ?? "",
        isUsual,
        details: paused === undefined ? (said.find((each) => Object.keys(each).length > 0) ?? {}) : { reason: paused },
        frozen: frozen && { flag: frozen.flag, date: frozen.date },
        commit: decided,
        changed: changed?.id === decided?.id ? undefined : changed,
      },
    ];
  });
  return {
    at: question.at,
    identities,
    items,
    ended: [...model.privileges.values()].flatMap((privilege) =>
      endedOf(model, privilege, question).map((each) => ({ ...each, commit: newest("privilege", privilege.name) })),
    ),
    turns: names.flatMap((name) => turnsOf(asked, name)).sort((a, b) => a.on - b.on),
    history: log.flatMap((changes) => {
      const [first] = changes;
      return first === undefined || first.at < since ? [] : [{ commit: nameCommit(first), changes }];
    }),
  };
}

/** Whether nothing about the customer decided an answer. */
function isUsualAnswer({ kind, rule, value, places }: Answer): boolean {
  const isDefaultGroup = places.some((place) => place.isDefaultGroup);
  if (kind !== "groups") return rule === "default" || rule === "expired" || (rule === "group" && isDefaultGroup);
  return Array.isArray(value) && (value.length === 0 || places.length === 0 || isDefaultGroup);
}

function identitiesOf(model: Model, question: Question): readonly Identity[] {
  return Object.entries(question.context).map(([scope, given]) => {
    const id = identify(model, scope, question)?.id ?? normalizeId(given, ignoresCaseIn(model, scope));
    const reached = [{ scope, id }];
    for (const own of reached) addParents(model, own, reached);
    return {
      scope,
      given,
      id,
      formerIds: formerIdsOf(model, scope, id),
      parents: reached.slice(1),
      children: model.children
        .filter((each) => each.parentScope === scope && each.parent === id)
        .map((each) => ({ scope: each.scope, id: each.id })),
    };
  });
}

function addParents(
  { children }: Model,
  own: { readonly scope: string; readonly id: string },
  found: { scope: string; id: string }[],
): void {
  for (const child of children) {
    if (child.scope !== own.scope || child.id !== own.id) continue;
    if (found.some(({ scope, id }) => scope === child.parentScope && id === child.parent)) continue;
    found.push({ scope: child.parentScope, id: child.parent });
  }
}

/** The customers that a question names, each under every id that it has or had. */
export function idsOverTimeOf(
  model: Model,
  question: Question,
): readonly (Customer & { readonly isFormer: boolean })[] {
  return identitiesOf(model, question).flatMap(({ scope, given, id, formerIds }) =>
    [...new Set([id, normalizeId(given, ignoresCaseIn(model, scope)), ...formerIds])].map((each) => ({
      scope,
      id: each,
      isFormer: each !== id,
    })),
  );
}

/** The other ids by which a customer is or was known, in order: aliases, whatever became of them, and records of frozen lists. */
function formerIdsOf(model: Model, scope: string, id: string): readonly string[] {
  const aliases = model.aliases.filter((each) => each.scope === scope && each.id === id).map(({ was }) => was);
  const frozen = [...model.privileges.values()].filter(({ scopes }) => scopes[0] === scope);
  const renamed = frozen.flatMap((each) =>
    each.frozen === undefined ? [] : idsOverTime(each.frozen, ignoresCaseIn(model, scope))(id),
  );
  return [...new Set([...aliases, ...renamed])].filter((each) => each !== id).sort();
}

/** How a privilege ended for the customer, if it did: under any id, or only a digest of one. */
function endedOf(
  model: Model,
  { name, description, frozen, scopes }: Privilege,
  question: Question,
): readonly Omit<EndedPrivilege, "commit">[] {
  const [scope = ""] = scopes;
  const id = frozen && identify(model, scope, question)?.id;
  if (frozen === undefined || id === undefined) return [];
  const ignoreCase = ignoresCaseIn(model, scope);
  const ids = new Set([id, normalizeId(question.context[scope] ?? id, ignoreCase), ...formerIdsOf(model, scope, id)]);
  const digests = new Set([...ids].map(digestOfId));
  return frozen.ended.flatMap(({ id: own, sha256, span }): Omit<EndedPrivilege, "commit">[] => {
    const isOwn = own === undefined ? digests.has(sha256 ?? "") : ids.has(normalizeId(own, ignoreCase));
    if (!isOwn) return [];
    const details = detailsAt(model.documents, span);
    return [{ name, description, details, isForgotten: own === undefined, place: placeOf(span) }];
  });
}

/** What an answer becomes by itself, instant by instant, as the module says. */
function turnsOf({ model, module, question }: Asked, name: string): readonly Turn[] {
  const turns: Turn[] = [];
  let before = explainName(model, module, name, question);
  while (before?.until !== undefined) {
    const on = before.until.getTime();
    const after = explainName(model, module, name, { ...question, at: on });
    const [one, other] = [before, after].map((each) => each && statedAnswer(each));
    if (after === undefined || one === undefined || other === undefined) break;
    if (!isSameAnswer(before, after)) turns.push({ on, before: one, after: other });
    before = after;
  }
  return turns;
}

function isSameAnswer(one: Answer, other: Answer): boolean {
  return JSON.stringify([one.value, one.content]) === JSON.stringify([other.value, other.content]);
}

function statedAnswer({
  kind,
  name,
  value,
  content,
  rule,
  untold = [],
  until,
  places,
}: Answer): StatedAnswer | undefined {
  if (kind === "attribute" || value === undefined) return undefined;
  const where = places.map(({ message, span }) => ({ message, ...placeOf(span) }));
  return { kind, name, value, content, rule, untold, until: until?.getTime(), places: where };
}

function placeOf({ source, start }: Span): { readonly path: string; readonly line: number } {
  return { path: source.path, line: positionOf(source, start).line };
}
