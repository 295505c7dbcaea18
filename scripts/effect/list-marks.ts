import { isMember } from "../runtime/decide/groups.ts";
import { absent, type Question, rowIn } from "../runtime/decide/question.ts";
import type { Condition, Decision, Grouping, GroupSet } from "../runtime/declare/declarations.ts";
import { type Table, valueIn } from "../runtime/tables/tables.ts";

/** Where lists and patterns have a part in some decisions. */
interface Marked {
  /** For each step of each decision: the first of these groups decides, and conditions before it are for everyone. */
  readonly steps: readonly (Pick<Decision, "key"> & {
    readonly scope: number;
    readonly groupings: readonly Grouping[];
  })[];
  /** What else a decision asks of a set's groups. */
  readonly sets: readonly GroupSet[];
}

/** Finds where lists and patterns affect these decisions, the only ones that are asked. */
export function markedIn(decisions: readonly Decision[]): Marked {
  const sets = new Set<GroupSet>();
  const look = (condition: Condition | undefined): void => {
    for (const { attribute } of condition?.tests.flat() ?? []) if (attribute.set !== undefined) sets.add(attribute.set);
  };
  const isPlain = ({ group }: Grouping): boolean => group !== undefined && isByLists(group.set);
  const marked = decisions.flatMap(({ key, steps }) =>
    steps.map(({ scope, groupings }) => ({ key, scope, groupings: groupings.filter(isPlain) })),
  );
  for (const { steps, request, rollout, requiredConditions } of decisions) {
    for (const grouping of [...steps.flatMap(({ groupings }) => groupings), ...request]) {
      look(grouping.condition);
      if (grouping.group !== undefined && !isPlain(grouping)) sets.add(grouping.group.set);
    }
    for (const { among = [], amongConditions } of rollout) {
      for (const { set } of among) sets.add(set);
      amongConditions.forEach(look);
    }
    requiredConditions.forEach(look);
  }
  for (const { conditions, shares } of sets) for (const { condition } of [...conditions, ...shares]) look(condition);
  return { steps: marked, sets: [...sets] };
}

/** Whether nothing but lists and patterns puts customers into the groups of a set. */
function isByLists({ told, conditions, shares }: GroupSet): boolean {
  return !told && conditions.length + shares.length === 0;
}

/**
 * What lists and patterns say of a customer there, as a text to compare. Customers with the same text get the same
 * answers, whatever callers tell, unless hashes or identities tell them apart.
 */
export function marksIn(question: Question, { steps, sets }: Marked): string {
  const marks: (number | string)[] = [];
  for (const { key, scope, groupings } of steps) {
    const row = rowIn(question, scope);
    marks.push(row === absent ? absent : valueIn(question.data.tables[scope] as Table, row, key));
    marks.push(groupings.findIndex(({ group }) => group !== undefined && isMember(question, group)));
  }
  for (const set of sets) marks.push(groupsIn(question, set).join(" "));
  return marks.join();
}

/** What a customer's row has of a set. */
function groupsIn(question: Question, { scope, key, groups, exclusive }: GroupSet): readonly number[] {
  const row = scope < 0 ? absent : rowIn(question, scope);
  if (row === absent) return [absent];
  const table = question.data.tables[scope] as Table;
  const first = valueIn(table, row, key);
  return exclusive || first < 0 ? [first] : groups.map((group) => valueIn(table, row, group.key));
}
