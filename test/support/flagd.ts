import { FlagdCore } from "@openfeature/flagd-core";
import { contentOf } from "../../scripts/emit/bundle.ts";
import { flagdDocument } from "../../scripts/emit/flagd/document.ts";
import { flagdText } from "../../scripts/emit/flagd/flag-format.ts";
import type { Model } from "../../scripts/model/model.ts";
import { open } from "../../scripts/runtime/api/open.ts";
import { inEnvironment } from "../../scripts/runtime/declare/bundle-in-environment.ts";
import { attributes } from "./random-tree/attributes.ts";
import { universe } from "./random-tree/customers.ts";
import type { Draw } from "./random-tree/draw.ts";
import { instants, toldCells } from "./random-tree.ts";

/** A question for flagd, which takes everything that callers pass in one context. */
export interface FlagdQuestion {
  readonly at: number;
  readonly ids: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, string | readonly string[]>>;
  readonly created: Readonly<Record<string, number>>;
  readonly plan: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The context that flagd is sent for a question. */
export function contextOf({ ids, groups, created, plan, attributes }: FlagdQuestion) {
  const texts = Object.entries(created).map(([scope, at]) => [scope, new Date(at).toISOString()]);
  return { ...attributes, ...ids, ...groups, created: Object.fromEntries(texts), privileges: [...plan] };
}

/** A question about the customers of random trees. */
export function drawQuestion(draw: Draw): FlagdQuestion {
  const ids: Record<string, string> = {};
  const created: Record<string, number> = {};
  for (const [scope, own] of Object.entries(universe)) {
    if (draw.chance(75)) ids[scope] = draw.chance(15) ? `new-${draw.below(50)}` : draw.pick(own);
    if (draw.chance(50)) created[scope] = draw.pick(instants) + draw.pick([-1, 0, 1]);
  }
  const groups = draw.pick(toldCells);
  // flagd's clock has whole seconds, so ask in the middle of one
  const at = draw.pick(instants) + draw.pick([-1500, -500, 0, 999]);
  return { at, ids, groups, created, plan: draw.some(["export"], 30) };
}

/** The same with attributes, in the forms that they have in flagd's context. */
export function drawToldQuestion(draw: Draw): FlagdQuestion {
  const told = attributes.flatMap(({ name, told: all, data }) => {
    const isAny = data.ignoreCase !== true;
    const value = draw.pick(all.map((each) => (each instanceof Date ? isoOf(each) : each)).filter(isOfContext));
    return value === undefined || draw.chance(15) ? [] : [[name, isAny ? value : small(value)]];
  });
  return { ...drawQuestion(draw), attributes: Object.fromEntries(told) };
}

/** Whether a context may hold a value, as docs/flagd.md says: versions of three numbers, existing dates in UTC. */
function isOfContext(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((each) => typeof each === "string");
  return typeof value !== "string" || !/^(?:\d+(?:\.\d+)?-.*|(?:\d+\.){3}\d+|.*T.*[^Z]|2027-02-30)$/.test(value);
}

function isoOf(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The value in lower case, as a context has it if letter case does not matter. */
function small(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(small);
  return typeof value === "string" ? value.toLowerCase().replace("ſ", "s") : value;
}

/** flagd's own evaluator on the output for an environment. */
export function openFlagd(model: Model, maxMembers = model.config.flagd.maxMembers) {
  const document = flagdDocument(contentOf([model]), maxMembers);
  const text = flagdText(document);
  const core = new FlagdCore(undefined, silent);
  core.setConfigurations(text);
  const names = Object.keys(document.flags);
  const ask = (name: string, question: FlagdQuestion): unknown => {
    // Not a spy, which would record each call.
    const { now } = Date;
    Date.now = () => question.at;
    try {
      const flag = core.getFlag(name);
      const { value, errorMessage } = flag?.evaluate(contextOf(question)) ?? { errorMessage: "there is no such flag" };
      return errorMessage ?? value;
    } finally {
      Date.now = now;
    }
  };
  return { document, text, names, ask };
}

/** The same from the module, which also gives what a context must have for groups that are too large for flagd. */
export function openModule(models: readonly [Model, ...Model[]], environment: string, maxMembers = Infinity) {
  const bundle = contentOf(models);
  const lookupIn = open(bundle).lookupIn(environment);
  const own = inEnvironment(bundle, environment);
  const lookup = ({ ids, at, groups, created, attributes }: FlagdQuestion) => {
    const known = Object.entries(groups).flatMap(([name, group]) => {
      const set = bundle.groups[name];
      return typeof group === "string" && set?.told && Object.hasOwn(set.members, group)
        ? [[name, group] as const]
        : [];
    });
    return lookupIn(ids, { at, groups: Object.fromEntries(known), created, attributes });
  };
  const ask = (name: string, question: FlagdQuestion): unknown => {
    if (Object.hasOwn(bundle.privileges, name)) return lookup(question).hasPrivilege(name, question.plan);
    return Object.hasOwn(bundle.releases, name) ? lookup(question).version(name) : lookup(question).value(name);
  };
  const completed = (question: FlagdQuestion): FlagdQuestion => {
    const asked = lookup(question);
    const large = Object.entries(own.groups).flatMap(([name, { told, exclusive, members, default: standard }]) => {
      if (told || Object.values(members).every(({ length }) => length <= maxMembers)) return [];
      const names = [...new Set([...Object.keys(members), ...(standard === undefined ? [] : [standard])])];
      const isIn = (group: string) => asked.isIn(group === name ? name : `${name}/${group}`);
      const found = exclusive ? asked.group(name) : names.filter(isIn);
      return found === undefined ? [] : [[name, found] as const];
    });
    return { ...question, groups: { ...question.groups, ...Object.fromEntries(large) } };
  };
  return { ask, completed };
}

/** A logger that prints nothing. */
export const silent = { error() {}, warn() {}, info() {}, debug() {} };
