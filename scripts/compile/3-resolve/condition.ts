import type { Condition } from "../../model/condition.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Document, keysInOrder, spanOf, valueSpan } from "../../model/document.ts";
import type { ConditionData } from "../../model/shapes/documents.ts";
import { endOf, startOf } from "../../model/time.ts";
import type { TestedByName } from "./tested.ts";
import { readTests } from "./tests.ts";

/** The mapping that has a condition under `where`, with its window. */
interface ConditionHolder {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** The condition that a mapping of tests describes. */
export function resolveCondition(
  document: Document,
  tested: TestedByName,
  data: ConditionData,
  holder: ConditionHolder = {},
): Condition {
  const misfits: Diagnostic[] = [];
  const names = keysInOrder(document, data);
  const kinds = names.flatMap((name) => {
    const kind = tested.get(name);
    return kind === undefined ? [] : [[name, kind] as const];
  });
  const tests = kinds.map(
    ([name, kind]) => [name, readTests({ document, misfits, name, tested: kind }, data, name)] as const,
  );
  const { from, until } = holder;
  return {
    tests: new Map([...names.map((name) => [name, []] as const), ...tests]),
    tested: new Map(kinds),
    from: from === undefined ? -Infinity : startOf(from),
    until: until === undefined ? Infinity : endOf(until),
    document,
    data,
    span: spanOf(document, document.maps.get(data) ?? { start: 0, end: 0 }),
    untilSpan: until === undefined ? undefined : valueSpan(document, holder, "until"),
    misfits,
  };
}
