import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nounOf } from "../../model/document.ts";
import type { Flag, GroupSet, Model } from "../../model/model.ts";
import { groupsNamedBy, setOf, spanAt } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";

/** Nothing should refer to what is deprecated. */
export function* deprecated(model: Model): Generator<Diagnostic> {
  function* judge(named: Flag | GroupSet | undefined, span: Span): Generator<Diagnostic> {
    if (named?.deprecated !== undefined)
      yield diagnostic("model/deprecated", span, `${nounOf(named.kind)} \`${named.name}\` is deprecated`, {
        related: [{ message: "it says so here", span: spanAt(named, "deprecated") }],
        hint: `instead: ${named.deprecated.replace(/\.$/, "")}`,
      });
  }
  for (const flag of model.flags.values()) {
    for (const { group, span } of groupsNamedBy(flag)) yield* judge(model.sets.get(setOf(group)), span);
    for (const { name, span } of flag.requires) yield* judge(model.flags.get(name), span);
  }
  for (const release of model.releases.values()) yield* judge(model.sets.get(release.by), spanAt(release, "by"));
}
