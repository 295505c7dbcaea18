import type { Lookup, open as openModule } from "../../../runtime/index.ts";
import type { Bundle } from "../../../runtime/shapes/bundle.ts";
import type { LookUpData, Places } from "../look-up/look-up-data.ts";
import type { Gathered } from "./gather-customer.ts";

/** A question about a customer from the page. */
export interface CustomerQuestion {
  readonly scope: string;
  readonly id: string;
  readonly environment: string;
  readonly at: Date;
  readonly groups: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A line that contributes to an answer. */
export interface Why {
  readonly what: string;
  readonly file: number;
  readonly line: number;
  /** Whether it is the default group of a set, which has every unlisted customer. */
  readonly isDefaultGroup?: true;
}

/** The answer of a name, and why. */
export interface NameAnswer {
  readonly kind: "flag" | "release" | "privilege" | "groups";
  readonly name: string;
  readonly value: string;
  /** Whether the answer is specific to this customer or one of its groups, and not just the same for everyone. */
  readonly isOwn: boolean;
  readonly why: readonly Why[];
  readonly until: Date | undefined;
  readonly untold: readonly string[];
}

/** The answer of every name for a customer, from the module itself with the customer's entries. */
export function answersFor(
  open: typeof openModule,
  data: LookUpData,
  gathered: readonly Gathered[],
  { scope, id, environment, at, groups, attributes }: CustomerQuestion,
): readonly NameAnswer[] {
  const content = withCustomer(data, gathered, environment);
  const lookup = open(content).lookup({ [scope]: id }, { at, groups, attributes });
  const asked = { data, gathered, environment, lookup, content };
  const concerns = concerning(content, scope);
  const decisions = (["releases", "flags", "privileges"] as const).flatMap((kind) =>
    Object.entries(content[kind])
      .filter(([, decision]) => concerns(scopesOfDecision(content, decision)))
      .map(([name]) => ({ kind: kindOf(kind), name })),
  );
  const sets = Object.entries(content.groups).filter(([, set]) => concerns(set.scope === undefined ? [] : [set.scope]));
  return [
    ...decisions.flatMap(({ kind, name }) => answerOf(asked, kind, name) ?? []),
    ...sets.flatMap(([name]) => answerOfSet(asked, name) ?? []),
  ];
}

/** Whether a decision with some scopes applies to a customer of a scope, or to its possible parents. */
function concerning({ identities }: Bundle, scope: string): (scopes: readonly string[]) => boolean {
  const reached = new Set([scope]);
  for (const narrow of reached)
    for (const { scope: child, within } of identities.children) if (child === narrow) reached.add(within);
  return (scopes) => scopes.length === 0 || scopes.some((each) => reached.has(each));
}

function scopesOfDecision(
  { groups }: Bundle,
  decision: { readonly scopes?: readonly string[]; readonly scope?: string; readonly by?: string },
): readonly string[] {
  const { scopes, scope, by = "" } = decision;
  return scopes ?? [scope ?? groups[by]?.scope ?? []].flat();
}

interface Asked {
  readonly data: LookUpData;
  readonly gathered: readonly Gathered[];
  readonly environment: string;
  readonly lookup: Lookup;
  readonly content: Bundle;
}

type Kind = NameAnswer["kind"];

function kindOf(kind: "privileges" | "releases" | "flags"): Kind {
  return kind === "privileges" ? "privilege" : kind === "releases" ? "release" : "flag";
}

/** The bundle of an environment with only the entries of one customer. */
function withCustomer({ contents, lists }: LookUpData, gathered: readonly Gathered[], environment: string): Bundle {
  const content = structuredClone(contents[environment]) as Bundle;
  for (const { scope, id, entries, parents, alias } of gathered) {
    for (const [index, , from, until] of entries) {
      const list = lists[index];
      if (list === undefined || !list.environments.includes(environment)) continue;
      const window = { ...(from == null ? {} : { from }), ...(until == null ? {} : { until }) };
      const entry = Object.keys(window).length === 0 ? id : { id, ...window };
      listIn(content, list)?.push(entry as never);
    }
    for (const [within, parent] of parents) {
      const children = content.identities.children.find((each) => each.scope === scope && each.within === within);
      if (children === undefined) continue;
      const own = children.of[parent];
      if (own === undefined) children.of[parent] = [id];
      else own.push(id);
    }
    if (alias !== undefined) {
      const [now, , , until] = alias;
      content.identities.aliases.push({ scope, id: now, was: id, ...(until === undefined ? {} : { until }) });
    }
  }
  return content;
}

function listIn(content: Bundle, { kind, name, value, scope }: LookUpData["lists"][number]): unknown[] | undefined {
  const of = (listings: Bundle["flags"][string]["listed"]): unknown[] | undefined =>
    listings.find((each) => each.value === value && each.scope === scope)?.entries;
  switch (kind) {
    case "flag":
      return of(content.flags[name]?.listed ?? []);
    case "release":
      return of((content.releases[name]?.pinned ?? []) as Bundle["flags"][string]["listed"]);
    case "privilege":
      return content.privileges[name]?.frozen;
    case "groups":
      return content.groups[name]?.members[`${value}`];
  }
}

/** The answer of a decision; undefined if it does not apply to such a customer. */
function answerOf(asked: Asked, kind: Kind, name: string): NameAnswer | undefined {
  const explained = attempt(() => asked.lookup.explain(name));
  if (explained === undefined) return undefined;
  const { value, rule, group, until, untold = [] } = explained;
  const own = (part: string, what: string): readonly Why[] => placeIn(placesFor(asked, kind, name), part, what);
  const why = ((): readonly Why[] => {
    switch (rule) {
      case "listed":
        return [
          ...entriesIn(
            asked,
            kind,
            name,
            (list) => list.value === value || kind === "privilege",
            kind === "privilege" ? "frozen for this customer" : `listed with ${value}`,
          ),
          ...kinOf(asked),
        ];
      case "group":
        return [...own(`group ${group}`, `${group} gets it`), ...membership(asked, group ?? ""), ...kinOf(asked)];
      case "condition":
        return own(`condition ${value}`, `a condition gives ${value}`);
      case "requires":
        return own("requires", "what it requires is not met");
      case "rollout":
        return own("rollout", "the id is in this share of the rollout");
      case "created":
        return own("created", "the default for those created since");
      case "paused":
        return own("paused", "it is paused");
      case "expired":
        return own("expired", "it has expired");
      default: {
        const past = kind === "privilege" ? pastIn(asked, name) : [];
        if (past.length > 0) return past;
        const missing = missingScope(asked, kind, name);
        return missing === undefined
          ? own("default", defaultWords(kind))
          : own("scope", `it is decided by ${missing}, and none is known`);
      }
    }
  })();
  const isOfDefaultGroup = rule === "group" && why.some((each) => each.isDefaultGroup);
  const said = kind === "privilege" ? (value === true ? "kept" : "only if a plan grants it") : `${value}`;
  const isOwn = ["listed", "group", "condition"].includes(rule) && !isOfDefaultGroup;
  return { kind, name, value: said, isOwn, why, until, untold };
}

/** The places where a frozen list records that the customer left. */
function pastIn({ gathered }: Asked, privilege: string): readonly Why[] {
  const rows = gathered.flatMap(({ past }) => past).filter(([name]) => name === privilege);
  return rows.slice(0, 1).map(([, what, file, line]) => ({ what, file, line }));
}

/** The scopes of a decision, if no id of any is known. */
function missingScope({ content, gathered }: Asked, kind: Kind, name: string): string | undefined {
  const all = kind === "flag" ? content.flags : kind === "release" ? content.releases : content.privileges;
  const decision = all[name];
  const scopes = decision === undefined ? [] : scopesOfDecision(content, decision);
  const isKnown = scopes.length === 0 || gathered.some(({ scope }) => scopes.includes(scope));
  return isKnown ? undefined : scopes.join(" or ");
}

function defaultWords(kind: Kind): string {
  if (kind === "release") return "the stage of the default group";
  return kind === "privilege" ? "it is not frozen for this customer" : "the default";
}

function answerOfSet(asked: Asked, name: string): NameAnswer | undefined {
  const members = Object.keys(asked.content.groups[name]?.members ?? {});
  const only = members.length === 1 && members[0] === name;
  const referenceOf = (group: string): string => (only ? name : `${name}/${group}`);
  const own = attempt(() => members.filter((group) => asked.lookup.isIn(referenceOf(group))));
  if (own === undefined) return undefined;
  const why = own.flatMap((group) => membership(asked, referenceOf(group)));
  const isListed = why.some((each) => !each.isDefaultGroup);
  return {
    kind: "groups",
    name,
    value: own.length === 0 ? "in none" : only ? "yes" : own.join(", "),
    isOwn: own.length > 0 && isListed,
    why: own.length === 0 ? [] : [...why, ...(isListed ? kinOf(asked) : [])],
    until: undefined,
    untold: [],
  };
}

/** Why the customer is in a group. */
function membership(asked: Asked, reference: string): readonly Why[] {
  const { gathered, content } = asked;
  const [name = "", group = name] = reference.split(/\/(.*)/s);
  const set = content.groups[name];
  const places = placesFor(asked, "groups", name);
  if (set?.told) return placeIn(places, `group ${group}`, `the service tells ${reference}`);
  const listed = entriesIn(asked, "groups", name, ({ value }) => value === group, `a member of ${reference}`);
  if (listed.length > 0) return listed;
  const pattern = (set?.members[group] ?? []).find(
    (member) =>
      typeof member === "object" &&
      "prefix" in member &&
      gathered.some(({ scope, id }) => scope === set?.scope && id.startsWith(member.prefix)),
  );
  if (typeof pattern === "object" && "prefix" in pattern)
    return placeIn(places, `pattern ${group} ${pattern.prefix}`, `matches a pattern of ${reference}`);
  if (places?.lines[`condition ${group}`] !== undefined)
    return placeIn(places, `condition ${group}`, `meets a condition of ${reference}`);
  if (places?.lines[`share ${group}`] !== undefined)
    return placeIn(places, `share ${group}`, `the id is in the share of ${reference}`);
  const [place] = placeIn(places, "default", `not listed in ${name}, so in its default group`);
  return place === undefined ? [] : [{ ...place, isDefaultGroup: true }];
}

/** The entries of the customer and its relatives in the lists of a name. */
function entriesIn(
  { data, gathered, environment }: Asked,
  kind: Kind,
  name: string,
  isWanted: (list: LookUpData["lists"][number]) => boolean,
  what: string,
): readonly Why[] {
  return gathered.flatMap(({ entries }) =>
    entries.flatMap(([index, line]) => {
      const list = data.lists[index];
      const isOne =
        list?.kind === kind && list.name === name && list.environments.includes(environment) && isWanted(list);
      return list !== undefined && isOne ? [{ what, file: list.file, line }] : [];
    }),
  );
}

/** The customer's former ids and parents. */
function kinOf({ gathered }: Asked): readonly Why[] {
  return gathered.flatMap(({ id, parents, alias }) => [
    ...(alias === undefined ? [] : [{ what: `${id} is a former id of ${alias[0]}`, file: alias[1], line: alias[2] }]),
    ...parents.map(([, parent, file, line]) => ({ what: `${id} belongs to ${parent}`, file, line })),
  ]);
}

function placesFor({ data, environment }: Asked, kind: Kind, name: string): Places | undefined {
  const key = `${kind} ${name}`;
  const [first = ""] = Object.keys(data.places);
  return data.places[environment]?.[key] ?? data.places[first]?.[key];
}

function placeIn(places: Places | undefined, part: string, what: string): readonly Why[] {
  const line = places?.lines[part] ?? places?.lines.name;
  return places === undefined || line === undefined ? [] : [{ what, file: places.file, line }];
}

/** The result, or undefined if the question does not apply to such a customer. */
function attempt<Result>(ask: () => Result): Result | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
