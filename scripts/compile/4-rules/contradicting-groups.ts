import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Grouping, Model } from "../../model/model.ts";
import { decisionsOf } from "../../model/model-queries.ts";

/** A decision names a group once: not twice under one value, nor under two. */
export function* contradictingGroups(model: Model): Generator<Diagnostic> {
  for (const decision of decisionsOf(model)) {
    if (decision.kind === "release") continue;
    const seen = new Map<string, Grouping>();
    for (const grouping of decision.grouped) {
      const first = seen.get(grouping.group);
      if (first === undefined) {
        seen.set(grouping.group, grouping);
        continue;
      }
      const called = `${decision.kind} \`${decision.name}\``;
      const related = [{ message: `\`${grouping.group}\` first appears here`, span: first.span }];
      if (first.value === grouping.value)
        yield diagnostic("model/duplicate-entry", grouping.span, `\`${grouping.group}\` appears twice in this list`, {
          related,
          hint: "remove one of them",
        });
      else
        yield diagnostic(
          "model/contradiction",
          grouping.span,
          `${called} answers \`${first.value}\` and \`${grouping.value}\` for group \`${grouping.group}\``,
          { related, hint: "name the group under one value only" },
        );
    }
  }
}
