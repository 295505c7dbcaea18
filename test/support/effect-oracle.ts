import type { DecisionEffect, Effect, Newcomers } from "../../scripts/effect/effect.ts";
import { answerable } from "../../scripts/effect/without-dangling.ts";
import { bundleOf } from "../../scripts/emit/bundle.ts";
import type { Decision, Flag, Model, Value } from "../../scripts/model/model.ts";
import { findGroup } from "../../scripts/model/model-queries.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";
import { environments, instants, universe } from "./random-tree.ts";

/** One side as its users know it. */
export interface Asked {
  readonly models: readonly Model[];
  readonly module: Module | undefined;
}

/** A side of which nothing is known but its models. */
export function askedOf(models: readonly [Model, ...Model[]] | undefined): Asked {
  if (models === undefined) return { models: [], module: undefined };
  const own = answerable(models);
  return { models: own, module: open(bundleOf(own)) };
}

/** Throws what is wrong; it is put into words only then, for there are many thousand questions. */
function must(isRight: boolean, what: () => string): void {
  if (!isRight) throw new Error(what());
}

type Context = Readonly<Record<string, string>>;
type Which = Pick<DecisionEffect, "kind" | "name">;
type Way = readonly [from: Value | null, to: Value | null];

interface Circumstances {
  readonly at: number;
  readonly environment: string;
  readonly created?: Readonly<Record<string, number>>;
}

const strangers: readonly string[] = Array.from({ length: 8 }, (_, index) => `z${index}`);
const crowd: readonly string[] = Array.from({ length: 1000 }, (_, index) => `crowd${index}`);

/** Everyone who occurs, and some whom only patterns match, and strangers. */
const everyone: Readonly<Record<string, readonly string[]>> = {
  organization: [...(universe.organization ?? []), "org-zz", "org-eu-zz", ...strangers],
  account: [...(universe.account ?? []), "acc-zz", "acc-eu-zz", ...strangers],
};

function modelIn({ models }: Asked, environment: string): Model | undefined {
  return models.find((model) => model.environment === environment);
}

function decisionIn(side: Asked, { kind, name }: Which, environment: string): Decision | undefined {
  const model = modelIn(side, environment);
  return { flag: model?.flags, release: model?.releases, privilege: model?.privileges }[kind]?.get(name);
}

function answer(side: Asked, which: Which, context: Context, circumstances: Circumstances): Value | null {
  const decision = decisionIn(side, which, circumstances.environment);
  if (decision === undefined || side.module === undefined) return null;
  const lookup = side.module.lookup(context, circumstances);
  if (which.kind === "release") return lookup.version(which.name);
  if (which.kind === "privilege") return lookup.hasPrivilege(which.name);
  return typeof decision.default === "boolean" ? lookup.isEnabled(which.name) : lookup.variant(which.name);
}

/** What an effect says of customers, to be looked up. */
interface Said {
  readonly byId: ReadonlyMap<string, readonly Way[]>;
  readonly unlisted: readonly { readonly way: Way; readonly share: true | number }[];
}

interface Line {
  readonly from: Value | null;
  readonly to: Value | null;
  readonly ids: readonly string[];
  readonly unlisted: boolean | number;
}

function said(lines: readonly Line[]): Said {
  const byId = new Map<string, Way[]>();
  for (const { from, to, ids, unlisted } of lines) {
    must(ids.join() === [...ids].sort().join(), () => `not in order: ${ids}`);
    must(ids.length > 0 || unlisted !== false, () => `nobody goes from ${from} to ${to}`);
    for (const id of ids) byId.set(id, [...(byId.get(id) ?? []), [from, to]]);
  }
  const unlisted = lines.flatMap(({ from, to, unlisted }) =>
    unlisted === false ? [] : [{ way: [from, to] as const, share: unlisted }],
  );
  return { byId, unlisted };
}

function isMove([from, to]: Way): boolean {
  return from !== to;
}

function has(ways: readonly Way[], [from, to]: Way): boolean {
  return ways.some((way) => way[0] === from && way[1] === to);
}

/** Who speaks for an id: itself, the longest pattern that is told, or everyone else. */
function find({ byId, unlisted }: Said, id: string): { by: "id" | "pattern" | "others"; ways: readonly Way[] } {
  const own = byId.get(id);
  if (own !== undefined) return { by: "id", ways: own };
  const patterns = [...byId.keys()].filter((text) => text.endsWith("*") && id.startsWith(text.slice(0, -1)));
  const pattern = patterns.sort((a, b) => b.length - a.length)[0];
  if (pattern !== undefined) return { by: "pattern", ways: byId.get(pattern) ?? [] };
  return { by: "others", ways: unlisted.map(({ way }) => way) };
}

/** Whether what is said of everyone else leaves room for a way. */
function fits({ unlisted }: Said, way: Way): boolean {
  if (unlisted.some(({ share }) => share === true)) return has([unlisted[0]?.way ?? [null, null]], way);
  return (
    !isMove(way) ||
    has(
      unlisted.map((each) => each.way),
      way,
    )
  );
}

function scopesOf(sides: readonly (Decision | undefined)[]): readonly (string | null)[] {
  const scopes = [...new Set(sides.flatMap((decision) => decision?.scopes ?? []))];
  return scopes.length === 0 ? [null] : scopes;
}

function contextOf(scope: string | null, id: string): Context {
  return scope === null ? {} : { [scope]: id };
}

/** Whether a decision of a side names a customer, itself or through a group that it refers to. */
function mentions(side: Asked, which: Which, environment: string, scope: string | null, id: string): boolean {
  const decision = decisionIn(side, which, environment);
  const model = modelIn(side, environment);
  if (decision === undefined || model === undefined) return false;
  return (
    decision.listed.some((listing) => listing.scope === scope && listing.entries.ids.includes(id)) ||
    decision.grouped.some(({ group }) => {
      const set = findGroup(model, group)?.set;
      return set?.scope === scope && [...set.groups.values()].some(({ members }) => members.ids.includes(id));
    })
  );
}

/** All decisions of both sides in one environment. */
function allOf(sides: readonly Asked[], environment: string): readonly Which[] {
  const all = sides.flatMap((side) => {
    const { flags, releases, privileges } = modelIn(side, environment) ?? {};
    return [...(flags?.values() ?? []), ...(releases?.values() ?? []), ...(privileges?.values() ?? [])];
  });
  return [...new Map(all.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }])).values()];
}

function labelOf(environment: string): string | undefined {
  return environment === environments[0] ? undefined : environment;
}

/** Asks both modules about everyone, and expects the effect to say exactly that. */
export function expectNow(base: Asked, head: Asked, effect: Effect): void {
  const { at } = effect;
  for (const environment of sharedEnvironments(base, head)) {
    const circumstances = { at, environment };
    const told = effect.decisions.filter((each) => each.environment === labelOf(environment));
    for (const which of allOf([base, head], environment)) {
      const found = told.filter((each) => each.kind === which.kind && each.name === which.name);
      must(found.length < 2, () => `${which.name} is told twice`);
      const own = found[0];
      if (own !== undefined)
        must(
          own.newcomers.length > 0 || own.transitions.some(({ from, to }) => from !== to),
          () => `${which.name} is told and nobody moves`,
        );
      const scopes = scopesOf([decisionIn(base, which, environment), decisionIn(head, which, environment)]);
      const wayOf = (scope: string | null, id: string, created?: Circumstances["created"]): Way => {
        const asked = created === undefined ? circumstances : { ...circumstances, created };
        return [answer(base, which, contextOf(scope, id), asked), answer(head, which, contextOf(scope, id), asked)];
      };
      const where = `${environment} ${which.name}`;
      for (const scope of scopes) {
        const saying = said((own?.transitions ?? []).filter((each) => each.scope === scope));
        for (const id of scope === null ? [""] : (everyone[scope] ?? [])) {
          const way = wayOf(scope, id);
          const { by, ways } = find(saying, id);
          const what = () => `${where} ${scope} ${id}: ${way}, told by ${by} ${JSON.stringify(ways)}`;
          must(by === "others" ? fits(saying, way) : has(ways, way), what);
          must(by !== "id" || ways.length === 1, what);
          const isMentioned = [base, head].some((side) => mentions(side, which, environment, scope, id));
          must(!isMentioned || by === "id" || (!isMove(way) && saying.unlisted.length === 0), what);
        }
        expectShares(saying, (id) => wayOf(scope, id), where);
        expectNewcomers(saying, own?.newcomers ?? [], scope, (id, created) => wayOf(scope, id, created), where);
      }
      for (const { scope, ids, from, to } of own?.transitions ?? [])
        if (!scopes.includes(scope))
          for (const id of ids) must(has([wayOf(scope, id)], [from, to]), () => `${where} ${scope} ${id}`);
      for (const { scope, id } of movedLinks(base, head, environment)) {
        if (scopes.includes(scope)) continue;
        const isTold = own?.transitions.some((each) => each.scope === scope && each.ids.includes(id)) ?? false;
        const way = wayOf(scope, id);
        must(isTold || !isMove(way) || has([wayOf(scope, "nobody")], way), () => `${where} ${scope} ${id}`);
      }
    }
    expectGroups(base, head, effect, environment);
  }
}

function sharedEnvironments(base: Asked, head: Asked): readonly string[] {
  return environments.filter((environment, index) => {
    const count = [base, head].filter((side) => modelIn(side, environment) !== undefined).length;
    return index === 0 ? count > 0 : count === 2;
  });
}

/** What is said of everyone else is so of a crowd: all or none exactly, a percentage nearly. */
function expectShares(saying: Said, wayOf: (id: string) => Way, where: string): void {
  const shares = new Map<string, number>();
  for (const { way, share } of saying.unlisted) {
    must(isMove(way) && (share === true || (share > 0 && share < 100)), () => `${where}: ${share} go ${way}`);
    shares.set(JSON.stringify(way), (shares.get(JSON.stringify(way)) ?? 0) + (share === true ? 100 : share));
  }
  if ([...shares.values()].every((share) => share === 100)) return;
  const counts = new Map<string, number>();
  for (const id of crowd) {
    const key = JSON.stringify(wayOf(id));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, share] of shares)
    must(
      Math.abs((100 * (counts.get(key) ?? 0)) / crowd.length - share) < 7,
      () => `${where}: not ${share} % go ${key}`,
    );
}

function expectNewcomers(
  saying: Said,
  newcomers: readonly Newcomers[],
  scope: string | null,
  wayOf: (id: string, created: Readonly<Record<string, number>>) => Way,
  where: string,
): void {
  if (scope === null) return;
  for (const instant of [instants[0] as number, ...instants].map((each, index) => (index === 0 ? each - 1 : each)))
    for (const id of strangers) {
      const own = newcomers.filter(
        (each) => each.scope === scope && each.since <= instant && instant < (each.until ?? Infinity),
      );
      const way = wayOf(id, { [scope]: instant });
      const ways = own.map(({ from, to }) => [from, to] as const);
      must(
        own.length < 2 || !own.some(({ unlisted }) => unlisted === true),
        () => `${where} ${scope} ${instant} twice`,
      );
      const isFitting =
        own.length === 0
          ? fits(saying, way)
          : has(ways, way) || (!own.some((each) => each.unlisted === true) && !isMove(way));
      must(isFitting, () => `${where} ${scope} ${id} created ${instant}: ${way} ${JSON.stringify(own)}`);
    }
}

/** Former ids and children of whom the sides do not say the same. */
function movedLinks(base: Asked, head: Asked, environment: string) {
  return Object.entries(universe).flatMap(([scope, ids]) =>
    ids
      .filter((id) => {
        const [before, after] = [base, head].map((side) => {
          const { children = [], aliases = [] } = modelIn(side, environment) ?? {};
          const parent = children.find((child) => child.scope === scope && child.id === id)?.parent;
          const alias = aliases.find((each) => each.scope === scope && each.was === id);
          return `${parent} ${alias?.id} ${alias?.until}`;
        });
        return before !== after;
      })
      .map((id) => ({ scope, id })),
  );
}

function expectGroups(base: Asked, head: Asked, effect: Effect, environment: string): void {
  const sides = [base, head];
  const names = new Set(sides.flatMap((side) => [...(modelIn(side, environment)?.sets.keys() ?? [])]));
  for (const name of names) {
    const sets = sides.map((side) => modelIn(side, environment)?.sets.get(name));
    for (const scope of new Set(sets.flatMap((set) => set?.scope ?? []))) {
      const groupsOf = (id: string): readonly (readonly string[])[] =>
        sides.map(({ module }, index) => {
          const lookup = module?.lookup({ [scope]: id }, { at: effect.at, environment });
          const groups = [...(sets[index]?.groups.values() ?? [])];
          return groups.filter(({ reference }) => lookup?.isIn(reference)).map((group) => group.name);
        });
      const found = effect.groups.filter(
        (each) => each.name === name && each.scope === scope && each.environment === labelOf(environment),
      );
      must(found.length < 2, () => `${name} is told twice`);
      const moves = found[0]?.moves ?? [];
      must(found.length === 0 || moves.some(({ from, to }) => from !== to), () => `${name} is told and nobody moves`);
      const saying = said(moves);
      for (const id of everyone[scope] ?? []) {
        const [before = [], after = []] = groupsOf(id);
        const { ways } = find(saying, id);
        const what = () => `${environment} ${name} ${id}: ${before} to ${after}, told ${JSON.stringify(ways)}`;
        const moving = ways.filter(isMove);
        const left = moving.flatMap(([from]) => from ?? []);
        const joined = moving.flatMap(([, to]) => to ?? []);
        must(
          left.sort().join() ===
            before
              .filter((group) => !after.includes(group))
              .sort()
              .join(),
          what,
        );
        must(
          joined.sort().join() ===
            after
              .filter((group) => !before.includes(group))
              .sort()
              .join(),
          what,
        );
      }
    }
  }
}

/** Asks both modules around each later instant: told is what the head does by itself and the base does not alike. */
export function expectLater(base: Asked, head: Asked, effect: Effect): void {
  const moments = instants.filter((instant) => instant > effect.at);
  for (const { on, decisions } of effect.later) {
    must(moments.includes(on) && decisions.length > 0, () => `nothing happens at ${on}`);
  }
  const told = effect.later.map(({ on }) => on);
  must(
    told.every((on, index) => index === 0 || (told[index - 1] as number) < on),
    () => `not in order: ${told}`,
  );
  for (const environment of sharedEnvironments(base, head))
    for (const which of allOf([base, head], environment)) {
      const decisions = [decisionIn(base, which, environment), decisionIn(head, which, environment)];
      for (const moment of moments) {
        const own = effect.later
          .find(({ on }) => on === moment)
          ?.decisions.find(
            (each) => each.kind === which.kind && each.name === which.name && each.environment === labelOf(environment),
          );
        const wayOf = (side: Asked, scope: string | null, id: string): Way => [
          answer(side, which, contextOf(scope, id), { at: moment - 1, environment }),
          answer(side, which, contextOf(scope, id), { at: moment, environment }),
        ];
        for (const scope of scopesOf(decisions)) {
          const saying = said((own?.transitions ?? []).filter((each) => each.scope === scope));
          const isOfEveryone = saying.unlisted.length > 0;
          const isMentioned = (id: string): boolean =>
            [base, head].some((side) => mentions(side, which, environment, scope, id));
          for (const id of scope === null ? [""] : (everyone[scope] ?? [])) {
            const [way, other] = [wayOf(head, scope, id), wayOf(base, scope, id)];
            const { by, ways } = find(saying, id);
            const isAlike = way[0] === other[0] && way[1] === other[1];
            const what = () =>
              `${moment} ${environment} ${which.name} ${scope} ${id}: ${way} base ${other} by ${by} ${JSON.stringify(ways)}`;
            if (by !== "others") must(has(ways, way), what);
            else if (isOfEveryone) must(fits(saying, way), what);
            else if (!sharesOut(head, which, environment) || isMentioned(id)) must(!isMove(way) || isAlike, what);
            if (
              isOfEveryone &&
              id === strangers[0] &&
              ![base, head].some((side) => sharesOut(side, which, environment))
            )
              must(!isAlike, what);
            const isBehind = [...saying.byId.keys()].some(
              (text) => text.endsWith("*") && id.startsWith(text.slice(0, -1)),
            );
            must(by !== "id" || !isAlike || isOfEveryone || isBehind, what);
          }
        }
      }
    }
}

/** Asks both modules around what no longer happens: the base would have, and until then and from then on the head is as before. */
export function expectUndone(base: Asked, head: Asked, effect: Effect): void {
  for (const { on, decisions } of effect.undone)
    for (const { kind, name, environment: label, transitions } of decisions)
      for (const { scope, from, to, ids } of transitions)
        for (const id of ids) {
          const environment = sharedEnvironments(base, head).find((each) => labelOf(each) === label) ?? "";
          const ask = (side: Asked, at: number) =>
            answer(side, { kind, name }, contextOf(scope, id), { at, environment });
          const all = [ask(base, on - 1), ask(base, on), ask(head, on - 1), ask(head, on)];
          must(
            from !== to && JSON.stringify(all) === JSON.stringify([from, to, from, from]),
            () => `${on} ${name} ${id}: ${all}`,
          );
        }
}

/** Whether buckets have a part in what strangers get: then two crowds may go alike in other persons. */
function sharesOut(side: Asked, which: Which, environment: string): boolean {
  const flag = decisionIn(side, which, environment) as Flag | undefined;
  return (
    flag?.kind === "flag" &&
    (flag.rollout !== undefined ||
      flag.requires.some(({ name }) => sharesOut(side, { kind: "flag", name }, environment)))
  );
}
