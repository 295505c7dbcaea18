import type { Lookup } from "../../scripts/runtime/api/lookup.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { groupOf, isInGroup, referencesOf } from "./reference/groups.ts";
import type { Answer, Question } from "./reference/question.ts";
import { flagAnswer, flagValue, frozenAnswer, instantsOf, releaseAnswer } from "./reference.ts";

/** Every answer of a lookup for the names of a bundle, as plain data; `plan` is passed to privileges. */
export function answersOf(lookup: Lookup, bundle: Bundle, plan: readonly string[]): unknown {
  const explained = (name: string): unknown[] => {
    const { value, rule, group } = lookup.explain(name);
    return [value, rule, group];
  };
  return {
    flags: Object.entries(bundle.flags).map(([name, { default: standard }]) => [
      name,
      ...explained(name),
      typeof standard === "boolean" ? lookup.isEnabled(name) : lookup.variant(name),
      lookup.value(name),
    ]),
    releases: Object.keys(bundle.releases).map((name) => [
      name,
      ...explained(name),
      lookup.version(name),
      lookup.release(name),
    ]),
    frozen: frozenIn(bundle).map((name) => [name, ...explained(name)]),
    privileges: lookup.privileges(plan),
    held: Object.keys(bundle.privileges).map((name) => [
      lookup.hasPrivilege(name, plan),
      lookup.hasPrivilege(name, (asked) => plan.includes(asked)),
    ]),
    groups: exclusiveIn(bundle).map((name) => [name, lookup.group(name)]),
    isIn: referencesOf(bundle).map((reference) => [reference, lookup.isIn(reference)]),
    snapshot: lookup.snapshot(),
  };
}

/** The reference's answers to the same question. */
export function referenceAnswers(bundle: Bundle, question: Question, plan: readonly string[]): unknown {
  const explained = ({ value, rule, group }: Answer): unknown[] => [value, rule, group];
  const client = Object.keys(bundle.flags)
    .filter((name) => bundle.flags[name]?.client)
    .sort();
  const valued = client.filter((name) => bundle.flags[name]?.values !== undefined);
  const isHeld = (name: string): boolean => plan.includes(name) || frozenAnswer(bundle, name, question).value === true;
  return {
    flags: Object.keys(bundle.flags).map((name) => {
      const answer = flagAnswer(bundle, name, question);
      return [name, ...explained(answer), answer.value, flagValue(bundle, name, question)];
    }),
    releases: Object.entries(bundle.releases).map(([name, { properties }]) => {
      const answer = releaseAnswer(bundle, name, question);
      const { value: version, stage } = answer;
      return [name, ...explained(answer), version, { version, stage, properties }];
    }),
    frozen: frozenIn(bundle).map((name) => [name, ...explained(frozenAnswer(bundle, name, question))]),
    privileges: Object.keys(bundle.privileges).filter(isHeld).sort(),
    held: Object.keys(bundle.privileges).map((name) => [isHeld(name), isHeld(name)]),
    groups: exclusiveIn(bundle).map((name) => [name, groupOf(bundle, name, question)]),
    isIn: referencesOf(bundle).map((reference) => [reference, isInGroup(bundle, reference, question)]),
    snapshot: {
      format: 1,
      flags: Object.fromEntries(client.map((name) => [name, flagAnswer(bundle, name, question).value])),
      values: Object.fromEntries(valued.map((name) => [name, flagValue(bundle, name, question)])),
      digest: bundle.digest,
    },
  };
}

/** When each answer changes next, according to a lookup. */
export function changesOf(lookup: Lookup, bundle: Bundle): unknown {
  return Object.keys(decisionsOf(bundle)).map((name) => [name, lookup.explain(name).until?.getTime()]);
}

/** When each answer changes next: the first instant at which the reference gives another value. */
export function referenceChanges(bundle: Bundle, question: Question): unknown {
  const later = instantsOf(bundle).filter((at) => at > question.at);
  return Object.entries(decisionsOf(bundle)).map(([name, answer]) => {
    const { value } = answer(bundle, name, question);
    return [name, later.find((at) => answer(bundle, name, { ...question, at }).value !== value)];
  });
}

/** The names that can be explained, with the reference's function for each. */
function decisionsOf(bundle: Bundle): Readonly<Record<string, (...asked: [Bundle, string, Question]) => Answer>> {
  return Object.fromEntries([
    ...Object.keys(bundle.flags).map((name) => [name, flagAnswer] as const),
    ...Object.keys(bundle.releases).map((name) => [name, releaseAnswer] as const),
    ...frozenIn(bundle).map((name) => [name, frozenAnswer] as const),
  ]);
}

/** The privileges that can be explained: a flag of the same name takes precedence. */
function frozenIn({ privileges, flags }: Bundle): readonly string[] {
  return Object.keys(privileges).filter((name) => !Object.hasOwn(flags, name));
}

function exclusiveIn({ groups }: Bundle): readonly string[] {
  return Object.keys(groups).filter((name) => groups[name]?.exclusive);
}
