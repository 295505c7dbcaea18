import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import type { GroupSet, Model } from "../../model/model.ts";
import { conditionsIn } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";

/** The conditions of a group set must not lead back to the set: `model/cycle`. */
export function* setCycle(model: Model): Generator<Diagnostic> {
  const onCycle = new Set<GroupSet>();
  for (const set of model.sets.values()) {
    if (onCycle.has(set)) continue;
    const cycle = cycleFrom(model, set);
    if (cycle === undefined) continue;
    for (const each of cycle) onCycle.add(each.set);
    const [first, ...others] = cycle;
    const names = [...cycle.map((each) => each.set), set].map(({ name }) => `\`${name}\``);
    yield diagnostic("model/cycle", first?.span as Span, `group set \`${set.name}\` depends on itself`, {
      related: others.map((each, index) => ({
        message: `${names[index + 1]} tests ${names[index + 2]}`,
        span: each.span,
      })),
      hint: cycle.length === 1 ? "take the test out" : `${names.join(" tests ")}; take one of the tests out`,
    });
  }
}

/** A set, and where it names the next one. */
interface Step {
  readonly set: GroupSet;
  readonly span: Span;
}

/** The shortest path from a set through the conditions back to itself; undefined if there is none. */
function cycleFrom(model: Model, start: GroupSet): readonly Step[] | undefined {
  const ways = new Map<GroupSet, readonly Step[]>([[start, []]]);
  for (const [set, way] of ways)
    for (const { document, data, tests } of conditionsIn(set))
      for (const name of tests.keys()) {
        const next = model.sets.get(name);
        if (next === undefined) continue;
        const steps = [...way, { set, span: keySpan(document, data, name) }];
        if (next === start) return steps;
        if (!ways.has(next)) ways.set(next, steps);
      }
  return undefined;
}
