import { decide, on } from "../decide/decide.ts";
import { groupIn, isMember } from "../decide/groups.ts";
import type { Question } from "../decide/question.ts";
import type { Decision, Flag, Release } from "../declare/declarations.ts";
import { frozen } from "../declare/frozen.ts";
import { misaskedName, unknownName } from "../declare/unknown-name-error.ts";
import { type Details, detailsOf, findDecision } from "./details.ts";
import { forcedAnswer, forcedDetails, forcedMembership, isForced } from "./forced-answers.ts";
import { type Plan, readPlan } from "./plan.ts";
import type { Snapshot } from "./snapshot.ts";

/** A version, the stage in which it is served, and what comes with it. */
export interface ReleaseAnswer {
  readonly version: string;
  readonly stage: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** The question that a lookup answers. */
export let questionOf: (lookup: LiteLookup) => Question;

/** The answers for one context at one instant, all from the data that were live when it was made. */
export class LiteLookup {
  static {
    questionOf = (lookup) => lookup.#question;
  }

  readonly #question: Question;

  constructor(question: Question) {
    this.#question = question;
  }

  /** Whether a boolean flag is on. */
  isEnabled(name: string): boolean {
    const flag = flagNamed(this.#question, name);
    if (flag.default > on) throw misaskedName("flag", name);
    return (forcedAnswer(name)?.value ?? decide(this.#question, flag) === on) as boolean;
  }

  /** The variant of a flag that has some. */
  variant(name: string): string {
    const flag = flagNamed(this.#question, name);
    if (flag.default <= on) throw misaskedName("flag", name);
    return forcedAnswer(name)?.variant ?? (this.#question.data.values[decide(this.#question, flag)] as string);
  }

  /** What a flag's variant stands for, frozen; of a flag without values the variant, of a switch the boolean. */
  value(name: string): unknown {
    const flag = flagNamed(this.#question, name);
    if (isForced(name)) return frozen(forcedAnswer(name)?.value);
    const number = decide(this.#question, flag);
    return flag.payloads === undefined ? this.#question.data.values[number] : flag.payloads.of(number);
  }

  /** The version that a release serves. */
  version(name: string): string {
    const release = releaseNamed(this.#question, name);
    const { values } = this.#question.data;
    return (forcedAnswer(name)?.value ?? values[decide(this.#question, release)]) as string;
  }

  /** The version that a release serves, with its stage and its properties; frozen. */
  release(name: string): ReleaseAnswer {
    const release = releaseNamed(this.#question, name);
    return Object.freeze({
      version: this.version(name),
      stage: forcedAnswer(name)?.stage ?? stageOf(this.#question, release),
      properties: forcedAnswer(name)?.properties ?? release.properties,
    });
  }

  /** The group of an exclusive set that the customer is in; undefined where it is in none. */
  group(set: string): string | undefined {
    const { sets, retired } = this.#question.data;
    const found = named(sets, retired.sets, "groups", set);
    if (!found.exclusive) throw misaskedName("groups", set);
    return isForced(set) ? forcedAnswer(set)?.groups?.[0] : groupIn(this.#question, found)?.name;
  }

  /** Whether the customer is in a group: `set/group`, or the name of a set that is one list. */
  isIn(reference: string): boolean {
    const { groups, retired } = this.#question.data;
    const group = groups.get(reference);
    if (group !== undefined) return forcedMembership(group) ?? isMember(this.#question, group);
    const set = retired.sets.get(reference.split("/", 1)[0] as string);
    if (set === undefined) throw unknownName("groups", reference, () => groups.keys(), "group");
    return set.default?.reference === reference;
  }

  /** Whether the customer holds a privilege: its plan grants it, or it is frozen. */
  hasPrivilege(name: string, plan?: Plan): boolean {
    const { privileges, retired } = this.#question.data;
    return holds(this.#question, named(privileges, retired.privileges, "privilege", name), readPlan(plan));
  }

  /** All privileges that the customer holds, in the order of their names. */
  privileges(plan?: Plan): string[] {
    const isGranted = readPlan(plan);
    const all = [...this.#question.data.privileges.values()];
    return all
      .filter((privilege) => holds(this.#question, privilege, isGranted))
      .map(({ name }) => name)
      .sort();
  }

  /** The answer of any flag, release or privilege, as a text, and where it is from; undefined where there is no such name. */
  details(name: string, plan?: Plan): Details | undefined {
    const decision = findDecision(this.#question.data, name);
    return decision && (forcedDetails(name) ?? detailsOf(this.#question, decision, plan));
  }

  /** What browsers may be told: plain data for the client, with the answers of client flags and nothing else. */
  snapshot(): Snapshot {
    const { flags, retired, digest } = this.#question.data;
    const told = [...flags.values(), ...retired.flags.values()]
      .filter(({ client }) => client)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const answers = told.map(
      (flag) => [flag.name, flag.default > on ? this.variant(flag.name) : this.isEnabled(flag.name)] as const,
    );
    const payloads = told.flatMap(({ name, payloads }) => (payloads === undefined ? [] : [[name, this.value(name)]]));
    return Object.freeze({
      format: 1,
      flags: Object.freeze(Object.fromEntries(answers)),
      values: Object.freeze(Object.fromEntries(payloads)),
      digest,
    });
  }
}

function flagNamed({ data: { flags, retired } }: Question, name: string): Flag {
  const flag = flags.get(name) ?? retired.flags.get(name);
  if (flag === undefined) throw unknownName("flag", name, () => flags.keys());
  return flag;
}

function releaseNamed({ data: { releases, retired } }: Question, name: string): Release {
  return named(releases, retired.releases, "release", name);
}

/** What has a name, live or retired. */
function named<Value>(
  live: ReadonlyMap<string, Value>,
  retired: ReadonlyMap<string, Value>,
  kind: "release" | "privilege" | "groups",
  name: string,
): Value {
  const found = live.get(name) ?? retired.get(name);
  if (found === undefined) throw unknownName(kind, name, () => live.keys());
  return found;
}

/** The group that the customer is in, where it is a stage. */
function stageOf(question: Question, { fixed, set, stages }: Release): string {
  const group = fixed === undefined ? groupIn(question, set)?.name : undefined;
  return group !== undefined && stages.has(group) ? group : (set.default?.name ?? "");
}

/** What is retired answers for itself. */
function holds(question: Question, privilege: Decision, isGranted: (name: string) => boolean): boolean {
  const { name, fixed } = privilege;
  const forced = forcedAnswer(name)?.value as boolean | undefined;
  return forced ?? ((fixed === undefined && isGranted(name)) || decide(question, privilege) === on);
}
