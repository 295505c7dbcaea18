import { type Context, checkScopes, readId } from "./context.ts";
import type { Data } from "./data.ts";
import type { Decision, Group, GroupSet, Release } from "./declarations.ts";
import { type Explanation, type Rule, reasonOf } from "./explanation.ts";
import type { Settings } from "./overrides.ts";
import { type Plan, readPlan } from "./plan.ts";
import { findState, momentsAfter, rowAt, type Table, valueIn } from "./tables.ts";
import { unknownName } from "./unknown-name-error.ts";

/** A version, the stage that it is served in, and what comes with it. */
export interface ReleaseAnswer {
  readonly version: string;
  readonly stage: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** What decided, where somebody wants to know. */
interface Trace {
  rule: Rule;
  group: Group | undefined;
}

const off = 0;
const on = 1;
/** In place of a row, where the context does not have the scope. */
const absent = -1;

/** Answers for one context at one instant, all from the data that were live when it was made. */
export class Lookup {
  readonly #data: Data;
  readonly #context: Context;
  readonly #at: number;
  readonly #overrides: Settings | undefined;
  /** By scope, once a question has asked for it: the customer's row, or `absent`. */
  #rows: number[] | undefined;

  constructor(data: Data, context: Context, at: number, overrides: Settings | undefined) {
    this.#data = data;
    this.#context = context;
    this.#at = at;
    this.#overrides = overrides;
    this.#rows = undefined;
  }

  /** Whether a flag is on. */
  isEnabled(name: string): boolean {
    const flag = this.#data.flags.get(name);
    if (flag === undefined || flag.default > on) throw unknownName("flag", name, this.#data.flags.keys());
    return this.#decide(flag) === on;
  }

  /** The version that a release serves. */
  version(name: string): string {
    return this.#data.values[this.#decide(this.#releaseNamed(name))] as string;
  }

  /** The version that a release serves, its stage and its properties; frozen. */
  release(name: string): ReleaseAnswer {
    const release = this.#releaseNamed(name);
    const { set, stages, properties } = release;
    const group = release.fixed === undefined ? this.#groupIn(set)?.name : undefined;
    const stage = group !== undefined && stages.has(group) ? group : (set.default?.name as string);
    return Object.freeze({ version: this.#data.values[this.#decide(release)] as string, stage, properties });
  }

  /** The group of an exclusive set that the customer is in; undefined where it is in none. */
  group(set: string): string | undefined {
    const found = this.#data.sets.get(set);
    if (found === undefined || !found.exclusive) throw unknownName("groups", set, this.#data.sets.keys());
    return this.#groupIn(found)?.name;
  }

  /** Whether the customer is in a group, written `set/group`, or by its one name where the set is one list. */
  isIn(reference: string): boolean {
    const group = this.#data.groups.get(reference);
    if (group === undefined) throw unknownName("groups", reference, this.#data.groups.keys());
    return this.#isMember(group);
  }

  /** Whether the customer holds a privilege: its plan grants it, or it is frozen. */
  hasPrivilege(name: string, plan?: Plan): boolean {
    const privilege = this.#data.privileges.get(name);
    if (privilege === undefined) throw unknownName("privilege", name, this.#data.privileges.keys());
    return this.#holds(privilege, readPlan(plan));
  }

  /** All privileges that the customer holds, in the order of their names. */
  privileges(plan?: Plan): string[] {
    const isGranted = readPlan(plan);
    const held = [...this.#data.privileges.values()].filter((privilege) => this.#holds(privilege, isGranted));
    return held.map(({ name }) => name).sort();
  }

  /** Why a flag, a release or a privilege has its value here; of a privilege, what is frozen, whatever the plan. */
  explain(name: string): Explanation {
    const decision = this.#decisionNamed(name);
    const trace: Trace = { rule: "default", group: undefined };
    const value = this.#decide(decision, trace);
    const { rule, group } = trace;
    const change = this.#changesAfter(decision).find(
      (moment) => new Lookup(this.#data, this.#context, moment, this.#overrides).#decide(decision) !== value,
    );
    return {
      value: this.#data.values[value] as boolean | string,
      reason: reasonOf(rule, decision.steps.length === 0),
      rule,
      ...(group === undefined ? {} : { group: group.reference }),
      ...(change === undefined ? {} : { until: new Date(change) }),
    };
  }

  /** The number of a decision's value, and in the trace what decided. */
  #decide(decision: Decision, trace?: Trace): number {
    if (decision.fixed !== undefined) return decided(trace, decision.fixed, decision.default);
    const forced = decision.isOverridable ? this.#overrides?.[decision.name] : undefined;
    if (forced !== undefined) return decided(trace, "override", forced ? on : off);
    if (this.#at >= decision.expires) return decided(trace, "expired", decision.default);
    let isKnown = decision.steps.length === 0;
    for (const { scope, groupings } of decision.steps) {
      const row = this.#rowIn(scope);
      if (row === absent) continue;
      isKnown = true;
      const own = valueIn(this.#data.tables[scope] as Table, row, decision.key);
      if (own >= 0) return decided(trace, "listed", own);
      for (const { group, value } of groupings) {
        if (this.#isMember(group)) return decided(trace, "group", value, group);
      }
    }
    if (!isKnown) checkScopes(this.#data, this.#context);
    return decided(trace, "default", decision.default);
  }

  /** The customer's row in a scope, or `absent` where the context does not have the scope. */
  #rowIn(scope: number): number {
    const known = this.#rows?.[scope];
    if (known !== undefined) return known;
    const state = this.#stateIn(scope);
    const row = state === undefined ? absent : rowAt(this.#data.tables[scope] as Table, state, this.#at);
    this.#rows ??= [];
    this.#rows[scope] = row;
    return row;
  }

  #stateIn(scope: number): number | undefined {
    const id = readId(this.#context, this.#data.scopeNames[scope] as string);
    return id === undefined ? undefined : findState(this.#data.tables[scope] as Table, id);
  }

  #isMember({ set, key, index }: Group): boolean {
    if (set.retired) return set.default?.index === index;
    const row = this.#rowIn(set.scope);
    if (row === absent) return false;
    const table = this.#data.tables[set.scope] as Table;
    return valueIn(table, row, key) >= 0 || (set.default?.index === index && valueIn(table, row, set.key) < 0);
  }

  /** The first group of a set that the customer is in. */
  #groupIn(set: GroupSet): Group | undefined {
    if (set.retired) return set.default;
    const row = this.#rowIn(set.scope);
    if (row === absent) return undefined;
    const index = valueIn(this.#data.tables[set.scope] as Table, row, set.key);
    return index < 0 ? set.default : set.groups[index];
  }

  #holds(privilege: Decision, isGranted: (name: string) => boolean): boolean {
    return (privilege.fixed === undefined && isGranted(privilege.name)) || this.#decide(privilege) === on;
  }

  #decisionNamed(name: string): Decision {
    const { flags, releases, privileges } = this.#data;
    const flag = flags.get(name);
    if (flag !== undefined && flag.fixed !== "retired") return flag;
    const decision = releases.get(name) ?? privileges.get(name) ?? flag;
    if (decision === undefined) {
      throw unknownName("flag", name, [...flags.keys(), ...releases.keys(), ...privileges.keys()]);
    }
    return decision;
  }

  #releaseNamed(name: string): Release {
    const release = this.#data.releases.get(name);
    if (release === undefined) throw unknownName("release", name, this.#data.releases.keys());
    return release;
  }

  /** The instants from now on at which a decision may change, ascending. */
  #changesAfter({ expires, steps }: Decision): readonly number[] {
    const moments = steps.flatMap(({ scope }) => {
      const state = this.#stateIn(scope);
      return state === undefined ? [] : momentsAfter(this.#data.tables[scope] as Table, state, this.#at);
    });
    if (expires > this.#at && expires !== Infinity) moments.push(expires);
    return moments.sort((a, b) => a - b);
  }
}

/** The value, and in the trace where it is from. */
function decided(trace: Trace | undefined, rule: Rule, value: number, group?: Group): number {
  if (trace !== undefined) {
    trace.rule = rule;
    trace.group = group;
  }
  return value;
}
