import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { type GroupSet, type Model, setOf, spanAt } from "../model.ts";
import type { Span } from "../source.ts";

/** Nothing refers to what is deprecated. */
export function* deprecated(model: Model): Generator<Diagnostic> {
  function* judge(set: GroupSet | undefined, span: Span): Generator<Diagnostic> {
    if (set?.deprecated !== undefined)
      yield diagnostic("model/deprecated", span, `group set \`${set.name}\` is deprecated`, {
        related: [{ message: "it says so here", span: spanAt(set, "deprecated") }],
        hint: `instead: ${set.deprecated}`,
      });
  }
  for (const flag of model.flags.values())
    for (const { group, span } of flag.grouped) yield* judge(model.sets.get(setOf(group)), span);
  for (const release of model.releases.values()) yield* judge(model.sets.get(release.by), spanAt(release, "by"));
}
