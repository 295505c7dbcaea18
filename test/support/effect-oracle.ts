import {
  type Change,
  isMove as changes,
  type DecisionEffect,
  type Effect,
  type Newcomers,
  type Party,
} from "../../scripts/effect/effect.ts";
import { withoutDangling } from "../../scripts/effect/without-dangling.ts";
import type { Decision, Flag, GroupSet, Model, Value } from "../../scripts/model/model.ts";
import { findGroup, groupsNamedBy, scopesOfSet, setOf } from "../../scripts/model/model-queries.ts";
import type { Where } from "../../scripts/model/space/box.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";
import { universe } from "./random-tree/customers.ts";
import { environments, instants } from "./random-tree.ts";
import { bundleOf } from "./trees.ts";

/** One revision: its models and its module. */
export interface Asked {
  readonly models: readonly Model[];
  readonly module: Module | undefined;
}

/** The revision with these models. */
export function askedOf(models: readonly [Model, ...Model[]] | undefined): Asked {
  if (models === undefined) return { models: [], module: undefined };
  const own = withoutDangling(models);
  return { models: own, module: open(bundleOf(own)) };
}

/** Throws unless something is right. The message is built only then, since there are many thousand questions. */
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
  /** The groups that the caller passes; a module only gets those it knows. */
  readonly told: Told;
}

/** Groups that callers pass, by group set. */
export type Told = Readonly<Record<string, string>>;

/** The told groups that at least one revision knows; an effect says nothing about others. */
export function knownTo(sides: readonly Asked[], told: Told): Told {
  return Object.assign({}, ...sides.map((side) => groupsFor(side, environments[0], told)));
}

/** The told groups that a revision knows; remembered, since there are many thousand questions. */
function groupsFor(side: Asked, environment: string, told: Told): Told {
  const model = modelIn(side, environment);
  if (model === undefined) return {};
  const known = knownGroups.get(model) ?? new Map<Told, Told>();
  knownGroups.set(model, known);
  const groups = known.get(told) ?? groupsOfModel(model, told);
  known.set(told, groups);
  return groups;
}

const knownGroups = new WeakMap<Model, Map<Told, Told>>();

function groupsOfModel({ sets }: Model, told: Told): Told {
  return Object.fromEntries(
    Object.entries(told).filter(([name, group]) => sets.get(name)?.told && sets.get(name)?.groups.has(group)),
  );
}

/** Whether a part of the space includes callers who pass these groups. */
function holds({ where }: { readonly where: Where | undefined }, told: Told): boolean {
  return Object.entries(where ?? {}).every(([name, tests]) =>
    tests.some((test) => (typeof test === "string" ? told[name] === test : told[name] === undefined)),
  );
}

const strangers: readonly string[] = Array.from({ length: 8 }, (_, index) => `z${index}`);
const cohort: readonly string[] = Array.from({ length: 1000 }, (_, index) => `crowd${index}`);

/** All ids that occur, some that only patterns match, and some that occur nowhere. */
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
  const { environment, told } = circumstances;
  const lookup = side.module.lookup(context, { ...circumstances, groups: groupsFor(side, environment, told) });
  if (which.kind === "release") return lookup.version(which.name);
  if (which.kind === "privilege") return lookup.hasPrivilege(which.name);
  if (typeof decision.default === "boolean") return lookup.isEnabled(which.name);
  const variant = lookup.variant(which.name);
  return (decision as Flag).variantValues === undefined ? variant : withValue(variant, lookup.value(which.name));
}

/** A variant together with its value, so that another value is another answer. */
function withValue(variant: Value | null, value: unknown): string {
  return `${variant} = ${JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )}`;
}

/** What an effect says about customers, for look-up. */
interface Said {
  readonly byId: ReadonlyMap<string, readonly Way[]>;
  readonly unlisted: readonly { readonly way: Way; readonly share: true | number }[];
}

interface Line extends Change {
  readonly ids: readonly string[];
  readonly patterns: readonly string[];
  readonly unlisted: boolean | number;
  readonly where: Where | undefined;
}

function said(all: readonly Line[], told: Told): Said {
  const lines = all.filter((line) => holds(line, told));
  const byId = new Map<string, Way[]>();
  for (const line of lines) {
    const { ids, patterns, unlisted } = line;
    const [from, to] = wayIn(line);
    must(ids.join() === [...ids].sort().join(), () => `not in order: ${ids}`);
    must(ids.length + patterns.length > 0 || unlisted !== false, () => `nobody goes from ${from} to ${to}`);
    for (const id of [...ids, ...patterns]) byId.set(id, [...(byId.get(id) ?? []), [from, to]]);
  }
  const unlisted = lines.flatMap((line) =>
    line.unlisted === false ? [] : [{ way: wayIn(line), share: line.unlisted }],
  );
  return { byId, unlisted };
}

/** The transition of a line, with the values of its answers if they differ. */
function wayIn({ from, to, values }: Change): Way {
  if (values === undefined) return [from, to];
  return [
    values.from === undefined ? from : withValue(from, values.from),
    values.to === undefined ? to : withValue(to, values.to),
  ];
}

/** An answer without its value. */
function nameOf(answer: Value | null): Value | null {
  return typeof answer === "string" ? answer.replace(/ = .*$/s, "") : answer;
}

/** The transition as lines give it: without values if the answer stays the same. */
function plain([from, to]: Way): Way {
  if (from !== to || typeof from !== "string") return [from, to];
  return [nameOf(from), nameOf(to)];
}

function isMove([from, to]: Way): boolean {
  return from !== to;
}

function has(ways: readonly Way[], [from, to]: Way): boolean {
  return ways.some((way) => way[0] === from && way[1] === to);
}

/** The lines that apply to an id: those that name it, or the longest matching pattern, or everyone else. */
function find({ byId, unlisted }: Said, id: string): { by: "id" | "pattern" | "others"; ways: readonly Way[] } {
  const own = byId.get(id);
  if (own !== undefined) return { by: "id", ways: own };
  const patterns = [...byId.keys()].filter((text) => text.endsWith("*") && id.startsWith(text.slice(0, -1)));
  const pattern = patterns.sort((a, b) => b.length - a.length)[0];
  if (pattern !== undefined) return { by: "pattern", ways: byId.get(pattern) ?? [] };
  return { by: "others", ways: unlisted.map(({ way }) => way) };
}

/** Whether the lines for everyone else allow a transition. */
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

/** Whether a decision of a revision names a customer, directly or through a group. */
function mentions(side: Asked, which: Which, environment: string, scope: string | null, id: string): boolean {
  const decision = decisionIn(side, which, environment);
  const model = modelIn(side, environment);
  if (decision === undefined || model === undefined) return false;
  return (
    decision.listed.some((listing) => listing.scope === scope && listing.entries.ids.includes(id)) ||
    groupsNamedBy(decision).some(({ group }) => {
      const set = findGroup(model, group)?.set;
      return set?.scope === scope && [...set.groups.values()].some(({ members }) => members.ids.includes(id));
    })
  );
}

/** All decisions of both revisions in one environment. */
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

/** Looks everyone up in both modules, and expects the effect to report exactly the differences. */
export function expectNow(base: Asked, head: Asked, effect: Effect, told: Told): void {
  const { at } = effect;
  for (const environment of sharedEnvironments(base, head)) {
    const circumstances = { at, environment, told };
    const decisions = effect.decisions.filter((each) => each.environment === labelOf(environment));
    for (const which of allOf([base, head], environment)) {
      const found = decisions.filter((each) => each.kind === which.kind && each.name === which.name);
      must(found.length < 2, () => `${which.name} is told twice`);
      const own = found[0];
      if (own !== undefined)
        must(
          own.newcomers.length + own.together.length > 0 || own.transitions.some(changes),
          () => `${which.name} is told and nobody moves`,
        );
      const scopes = scopesOf([decisionIn(base, which, environment), decisionIn(head, which, environment)]);
      const wayOf = (scope: string | null, id: string, created?: Circumstances["created"]): Way => {
        const asked = created === undefined ? circumstances : { ...circumstances, created };
        return plain([
          answer(base, which, contextOf(scope, id), asked),
          answer(head, which, contextOf(scope, id), asked),
        ]);
      };
      const where = `${environment} ${which.name}`;
      for (const scope of scopes) {
        const saying = said(
          (own?.transitions ?? []).filter((each) => each.scope === scope),
          told,
        );
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
        const newcomers = (own?.newcomers ?? []).filter((each) => holds(each, told));
        expectNewcomers(saying, newcomers, scope, (id, created) => wayOf(scope, id, created), where);
      }
      for (const transition of own?.transitions ?? []) {
        const { scope, ids } = transition;
        if (!scopes.includes(scope) && holds(transition, told))
          for (const id of ids) must(has([wayOf(scope, id)], wayIn(transition)), () => `${where} ${scope} ${id}`);
      }
      for (const { scope, id } of movedLinks(base, head, environment)) {
        if (scopes.includes(scope)) continue;
        const isTold =
          own?.transitions.some((each) => each.scope === scope && each.ids.includes(id) && holds(each, told)) ?? false;
        const way = wayOf(scope, id);
        must(isTold || !isMove(way) || has([wayOf(scope, "nobody")], way), () => `${where} ${scope} ${id}`);
      }
    }
    expectGroups(base, head, effect, environment, told);
  }
}

/** Asks both modules about one customer, and expects the effect for that customer to say exactly that, now and later. */
export function expectCustomer(base: Asked, head: Asked, effect: Effect, scope: string, id: string): void {
  const moments = instants.filter((instant) => instant > effect.at);
  for (const environment of sharedEnvironments(base, head))
    for (const which of allOf([base, head], environment)) {
      const decisions = [base, head].map((side) => decisionIn(side, which, environment));
      if (!scopesOf(decisions).includes(scope)) continue;
      const answerAt = (side: Asked, at: number) =>
        answer(side, which, contextOf(scope, id), { at, environment, told: {} });
      const rawTurn = (side: Asked, at: number): Way => [answerAt(side, at - 1), answerAt(side, at)];
      const turn = (side: Asked, at: number): Way => plain(rawTurn(side, at));
      const expectOnly = (all: readonly DecisionEffect[], way: Way | undefined, what: string): void => {
        const own = all.filter((each) => each.kind === which.kind && each.name === which.name);
        const lines = own
          .filter((each) => each.environment === labelOf(environment))
          .flatMap(({ transitions }) => transitions.filter((each) => holds(each, {})));
        const ways = lines.map(wayIn);
        const where = () => `${environment} ${which.name} ${scope} ${id} ${what}: ${way}, told ${JSON.stringify(ways)}`;
        must(ways.length === (way === undefined ? 0 : 1) && (way === undefined || has(ways, way)), where);
      };
      const now = plain([answerAt(base, effect.at), answerAt(head, effect.at)]);
      // A switch that is added or removed while it is off affects nobody.
      const isSilent = now.includes(null) && now.includes(false);
      if (!isSilent) expectOnly(effect.decisions, isMove(now) ? now : undefined, "now");
      for (const at of moments) {
        const [own, theirs] = [turn(head, at), turn(base, at)];
        const isComing = decisions[1] !== undefined && isMove(own) && own.join() !== theirs.join();
        const on = effect.later.find((each) => each.on === at)?.decisions ?? [];
        expectOnly(on, isComing ? own : undefined, `from ${at} on`);
        const gone = effect.undone.find((each) => each.on === at)?.decisions ?? [];
        const kept = rawTurn(head, at).every((each) => each === rawTurn(base, at)[0]);
        const isGone = isMove(theirs) && kept && !decisions.includes(undefined);
        const isEnd = decisions[0]?.expires?.at === at;
        if (!isGone || !isEnd) expectOnly(gone, isGone ? theirs : undefined, `no longer from ${at} on`);
      }
    }
}

function sharedEnvironments(base: Asked, head: Asked): readonly string[] {
  return environments.filter((environment, index) => {
    const count = [base, head].filter((side) => modelIn(side, environment) !== undefined).length;
    return index === 0 ? count > 0 : count === 2;
  });
}

/** Expects that the lines for everyone else hold for many ids: all or none exactly, a percentage nearly. */
function expectShares(saying: Said, wayOf: (id: string) => Way, where: string): void {
  const shares = new Map<string, number>();
  for (const { way, share } of saying.unlisted) {
    must(isMove(way) && (share === true || (share > 0 && share < 100)), () => `${where}: ${share} go ${way}`);
    shares.set(JSON.stringify(way), (shares.get(JSON.stringify(way)) ?? 0) + (share === true ? 100 : share));
  }
  if ([...shares.values()].every((share) => share === 100)) return;
  const counts = new Map<string, number>();
  for (const id of cohort) {
    const key = JSON.stringify(wayOf(id));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, share] of shares)
    must(
      Math.abs((100 * (counts.get(key) ?? 0)) / cohort.length - share) < 7,
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
      const ways = own.map(wayIn);
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

/** Former ids and children that differ between the revisions. */
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

/** The groups of a set that a customer is in, according to a module. */
function groupsOf(side: Asked, set: string, context: Context, { at, environment, told }: Circumstances) {
  const groups = groupsFor(side, environment, told);
  const lookup = side.module?.lookup(context, { at, environment, groups });
  return [...(modelIn(side, environment)?.sets.get(set)?.groups.values() ?? [])]
    .filter(({ reference }) => lookup?.isIn(reference))
    .map(({ name }) => name);
}

/** Whether a group has shares. */
function isShared({ groups }: Pick<GroupSet, "groups">): boolean {
  return [...groups.values()].some(({ shares }) => shares.length > 0);
}

function expectGroups(base: Asked, head: Asked, effect: Effect, environment: string, told: Told): void {
  const sides = [base, head];
  const names = new Set(sides.flatMap((side) => [...(modelIn(side, environment)?.sets.keys() ?? [])]));
  for (const name of names) {
    const sets = sides.map((side) => modelIn(side, environment)?.sets.get(name));
    for (const scope of new Set(sets.flatMap((set) => set?.scope ?? []))) {
      // A group that only one revision has is a change to the API.
      const groups = sets.every((set) => set?.told && set.groups.has(told[name] ?? "")) ? told : {};
      const groupsAt = (id: string) =>
        sides.map((side) => groupsOf(side, name, { [scope]: id }, { at: effect.at, environment, told: groups }));
      const found = effect.groups.filter(
        (each) => each.name === name && each.scope === scope && each.environment === labelOf(environment),
      );
      must(found.length < 2, () => `${name} is told twice`);
      const moves = found[0]?.moves ?? [];
      must(found.length === 0 || moves.some(({ from, to }) => from !== to), () => `${name} is told and nobody moves`);
      const saying = said(moves, groups);
      for (const id of everyone[scope] ?? []) {
        const [before = [], after = []] = groupsAt(id);
        const { by, ways } = find(saying, id);
        const what = () => `${environment} ${name} ${id}: ${before} to ${after}, told ${JSON.stringify(ways)}`;
        const moving = ways.filter(isMove);
        if (by !== "id" && sets.some((set) => set !== undefined && isShared(set))) {
          const isWhole = saying.unlisted.some(({ share }) => share === true);
          const left = before.filter((group) => !after.includes(group));
          const joined = after.filter((group) => !before.includes(group));
          must(
            left.every((group) => moving.some(([from]) => from === group)),
            what,
          );
          must(
            joined.every((group) => moving.some(([, to]) => to === group)),
            what,
          );
          must(by === "pattern" || !isWhole || left.length + joined.length > 0, what);
          continue;
        }
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

/** Looks everyone up around each later instant: the effect must report what the head changes then and the base does not. */
export function expectLater(base: Asked, head: Asked, effect: Effect, told: Told): void {
  const moments = instants.filter((instant) => instant > effect.at);
  for (const { on, decisions, groups } of effect.later) {
    must(moments.includes(on) && decisions.length + groups.length > 0, () => `nothing happens at ${on}`);
  }
  const days = effect.later.map(({ on }) => on);
  must(
    days.every((on, index) => index === 0 || (days[index - 1] as number) < on),
    () => `not in order: ${days}`,
  );
  for (const environment of sharedEnvironments(base, head)) {
    for (const which of allOf([base, head], environment)) {
      const decisions = [decisionIn(base, which, environment), decisionIn(head, which, environment)];
      for (const moment of moments) {
        const own = effect.later
          .find(({ on }) => on === moment)
          ?.decisions.find(
            (each) => each.kind === which.kind && each.name === which.name && each.environment === labelOf(environment),
          );
        const wayOf = (side: Asked, scope: string | null, id: string): Way =>
          plain([
            answer(side, which, contextOf(scope, id), { at: moment - 1, environment, told }),
            answer(side, which, contextOf(scope, id), { at: moment, environment, told }),
          ]);
        for (const scope of scopesOf(decisions)) {
          const saying = said(
            (own?.transitions ?? []).filter((each) => each.scope === scope),
            told,
          );
          const isOfEveryone = saying.unlisted.length > 0;
          const isMentioned = (id: string): boolean =>
            [base, head].some((side) => mentions(side, which, environment, scope, id));
          for (const id of scope === null ? [""] : (everyone[scope] ?? [])) {
            const [way, other] = [wayOf(head, scope, id), wayOf(base, scope, id)];
            const { by, ways } = find(saying, id);
            const isAlike = nameOf(way[0]) === nameOf(other[0]) && nameOf(way[1]) === nameOf(other[1]);
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
}

/** The same for moves between groups, which do not depend on what callers tell. */
export function expectLaterMoves(base: Asked, head: Asked, effect: Effect): void {
  for (const environment of sharedEnvironments(base, head))
    for (const moment of instants) if (moment > effect.at) expectMovesAt(base, head, effect, environment, moment);
}

/** At an instant, the effect must report the moves of the head that the base does not make. */
function expectMovesAt(base: Asked, head: Asked, effect: Effect, environment: string, moment: number): void {
  const sets = [base, head].flatMap((side) => [...(modelIn(side, environment)?.sets.values() ?? [])]);
  const later = effect.later.find(({ on }) => on === moment)?.groups ?? [];
  for (const name of new Set(sets.map((set) => set.name)))
    for (const scope of new Set(sets.filter((set) => set.name === name).flatMap(scopesOfSet))) {
      const own = later.filter(
        (each) => each.name === name && each.scope === scope && each.environment === labelOf(environment),
      );
      must(own.length < 2, () => `${name} is told twice on ${moment}`);
      must(
        own.every(({ moves }) => moves.some(({ from, to }) => from !== to)),
        () => `${name} is told, nobody moves`,
      );
      const saying = said(own[0]?.moves ?? [], {});
      must(saying.unlisted.length === 0, () => `${name} has no date for everyone`);
      for (const id of everyone[scope] ?? []) {
        const turn = (side: Asked) =>
          [moment - 1, moment].map((at) => groupsOf(side, name, { [scope]: id }, { at, environment, told: {} }).join());
        const [[was, is], theirs] = [turn(head), turn(base)];
        const { by, ways } = find(saying, id);
        const isMoving = was !== is && movesBetween(was, is) !== movesBetween(theirs[0], theirs[1]);
        const isTold = ways.some(isMove);
        const what = () => `${moment} ${environment} ${name} ${id}: ${was} > ${is}, base ${theirs}, ${by} ${ways}`;
        must(!isMoving || isTold, what);
        // If a group has shares, only some of those who match a pattern move.
        if (by === "pattern" && sets.some((set) => set.name === name && isShared(set))) continue;
        must(!isTold || was !== is, what);
        must(by !== "id" || isMoving || [...saying.byId.keys()].some((text) => isPatternOf(text, id)), what);
        for (const [from, to] of ways)
          must(
            (from === null || was?.split(",").includes(`${from}`)) === true &&
              (to === null || is?.split(",").includes(`${to}`)) === true,
            what,
          );
      }
    }
}

/** What a customer leaves and joins, as a text to compare; groups as texts with commas. */
function movesBetween(was = "", is = ""): string {
  const [before, after] = [was, is].map((groups) => groups.split(","));
  const without = (own: readonly string[] = [], others: readonly string[] = []) =>
    own.filter((group) => !others.includes(group));
  return `${without(before, after)} > ${without(after, before)}`;
}

function isPatternOf(text: string, id: string): boolean {
  return text.endsWith("*") && id.startsWith(text.slice(0, -1));
}

/** Looks customers up around changes that no longer happen: the base makes them at that instant, and the head does not. */
export function expectUndone(base: Asked, head: Asked, effect: Effect, told: Told): void {
  for (const { on, decisions, groups } of effect.undone) {
    for (const { kind, name, environment: label, transitions, together } of decisions) {
      const environment = sharedEnvironments(base, head).find((each) => labelOf(each) === label) ?? "";
      const expectGone = ({ from, to }: Change, context: Context): void => {
        const ask = (side: Asked, at: number) => answer(side, { kind, name }, context, { at, environment, told });
        const all = [ask(base, on - 1), ask(base, on), ask(head, on - 1), ask(head, on)];
        must(
          from !== to && JSON.stringify(all.map(nameOf)) === JSON.stringify([from, to, from, from]),
          () => `${on} ${name} ${JSON.stringify(context)}: ${all}`,
        );
      };
      for (const each of transitions.filter((each) => holds(each, told)))
        for (const id of each.ids) expectGone(each, contextOf(each.scope, id));
      const which = { kind, name };
      for (const each of together.filter((each) => each.unlisted === true && holds(each, told)))
        for (const context of couples)
          if (each.parties.every((party) => isIn(party, context, which, [base, head], environment)))
            expectGone(each, context);
    }
    for (const { name, environment: label, scope, moves } of groups)
      for (const { from, to, ids } of moves)
        for (const id of ids) {
          const environment = sharedEnvironments(base, head).find((each) => labelOf(each) === label) ?? "";
          const ask = (side: Asked, at: number) =>
            groupsOf(side, name, contextOf(scope, id), { at, environment, told: {} }).join();
          const [was, is, own, now] = [ask(base, on - 1), ask(base, on), ask(head, on - 1), ask(head, on)];
          must(from !== to && was !== is && was === own && own === now, () => `${on} ${name} ${id}: ${was} > ${is}`);
        }
  }
}

/** Whether buckets decide for unlisted customers, so that equal shares may be different customers. */
function sharesOut(side: Asked, which: Which, environment: string): boolean {
  const decision = decisionIn(side, which, environment);
  const model = modelIn(side, environment);
  if (decision === undefined || model === undefined) return false;
  if (groupsNamedBy(decision).some(({ group }) => isShared(findGroup(model, group)?.set ?? { groups: new Map() })))
    return true;
  const flag = decision as Flag;
  return (
    flag.kind === "flag" &&
    (flag.rollout.length > 0 || flag.requires.some(({ name }) => sharesOut(side, { kind: "flag", name }, environment)))
  );
}

/** Contexts of an organization and an account; a sample, since there are many. */
const couples: readonly Context[] = (everyone.organization ?? []).flatMap((organization, row) =>
  (everyone.account ?? []).flatMap((account, index) => ((row + index) % 5 === 0 ? [{ organization, account }] : [])),
);

/**
 * Looks contexts of an organization and an account up, now and around each later instant: the effect must report exactly
 * those with a transition that neither id has alone.
 */
export function expectTogether(base: Asked, head: Asked, effect: Effect, told: Told): void {
  const now = { on: effect.at, decisions: effect.decisions };
  const later = instants
    .filter((on) => on > effect.at)
    .map((on) => effect.later.find((each) => each.on === on) ?? { on, decisions: [] });
  for (const environment of sharedEnvironments(base, head))
    for (const which of allOf([base, head], environment))
      for (const { on, decisions } of [now, ...later]) {
        const own = decisions.find(
          (each) => each.kind === which.kind && each.name === which.name && each.environment === labelOf(environment),
        );
        const answers = (context: Context, times: readonly number[], sides: readonly Asked[]): Way =>
          plain(
            sides.map((side, index) => answer(side, which, context, { at: times[index] ?? on, environment, told })) as [
              Value,
              Value,
            ],
          );
        const wayOf = (context: Context): Way =>
          on === effect.at ? answers(context, [on, on], [base, head]) : answers(context, [on - 1, on], [head, head]);
        const theirs = (context: Context): Way => answers(context, [on - 1, on], [base, base]);
        const lines = (own?.together ?? []).filter((line) => holds(line, told));
        const isShared = [base, head].some((side) => sharesOut(side, which, environment));
        for (const context of couples) {
          const way = wayOf(context);
          const said = lines.filter(({ parties }) =>
            parties.every((party) => isIn(party, context, which, [base, head], environment)),
          );
          const what = () =>
            `${on} ${environment} ${which.name} ${JSON.stringify(context)} ${way}: ${JSON.stringify(lines)}`;
          for (const line of said) must(line.unlisted !== true || has([wayIn(line)], way), what);
          if (!isMove(way) || said.length > 0) continue;
          const isNamed = ([scope, id]: readonly [string, string]) =>
            isNamedBy([base, head], which, environment, scope, id);
          if (isShared && !Object.entries(context).every(isNamed)) continue;
          const alone = Object.entries(context).map(([scope, id]) => wayOf({ [scope]: id }));
          const isAlike = on !== effect.at && JSON.stringify(theirs(context)) === JSON.stringify(way);
          must(isAlike || has(alone, way), what);
        }
      }
}

/** Whether a party includes a customer: by id, by pattern, or as one that the decision and its requirements do not mention. */
function isIn(party: Party, context: Context, which: Which, sides: readonly Asked[], environment: string): boolean {
  const id = context[party.scope] ?? "";
  if (party.isEveryone || party.ids.includes(id)) return true;
  if (isNamedBy(sides, which, environment, party.scope, id)) return false;
  const patterns = patternsOf(sides, which, environment, party.scope).filter((prefix) => id.startsWith(prefix));
  const longest = patterns.sort((a, b) => b.length - a.length)[0];
  if (longest !== undefined) return party.patterns.includes(`${longest}*`);
  return party.unlisted;
}

function isNamedBy(sides: readonly Asked[], which: Which, environment: string, scope: string, id: string): boolean {
  return sides.some((side) => {
    const model = modelIn(side, environment);
    if (model?.aliases.some((alias) => alias.scope === scope && alias.was === id)) return true;
    if (model?.children.some((child) => child.scope === scope && child.id === id)) return true;
    const flag = decisionIn(side, which, environment) as Flag | undefined;
    return (
      mentions(side, which, environment, scope, id) ||
      (flag?.requires ?? []).some(({ name }) => isNamedBy(sides, { kind: "flag", name }, environment, scope, id))
    );
  });
}

/** The prefixes in the patterns of the groups of a decision and its requirements. */
function patternsOf(sides: readonly Asked[], which: Which, environment: string, scope: string): readonly string[] {
  return sides.flatMap((side) => {
    const decision = decisionIn(side, which, environment) as Flag | undefined;
    const own = (decision === undefined ? [] : groupsNamedBy(decision)).flatMap(({ group }) => {
      const set = modelIn(side, environment)?.sets.get(setOf(group));
      return set?.scope === scope ? [...set.groups.values()] : [];
    });
    return [
      ...own.flatMap(({ patterns }) => patterns.map(({ prefix }) => prefix)),
      ...(decision?.requires ?? []).flatMap(({ name }) =>
        patternsOf(sides, { kind: "flag", name }, environment, scope),
      ),
    ];
  });
}
