import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";

/** A release must use an exclusive set with a default that is one of its stages; no group may be two stages. */
export function* badStages(model: Model): Generator<Diagnostic> {
  for (const release of model.releases.values()) {
    const set = model.sets.get(release.by);
    const called = `release \`${release.name}\``;
    const by = spanAt(release, "by");
    if (set !== undefined && !set.exclusive)
      yield diagnostic("model/bad-stages", by, `${called} uses \`${set.name}\`, whose groups are not exclusive`, {
        related: [{ message: "a customer may be in several groups", span: spanAt(set, "exclusive") }],
        hint: "choose a set in which each customer is in one group",
      });
    if (set !== undefined && set.default === undefined && !model.partial.has(set.document))
      yield diagnostic("model/bad-stages", by, `${called} uses \`${set.name}\`, which has no default group`, {
        related: [{ message: "the set is here", span: spanAt(set, "groups") }],
        hint: `give \`${set.name}\` a \`default\`, so that every customer is in a group`,
      });
    // A stage of an unknown group is a finding of its own, and may be the one that seems to be missing.
    const isStage = release.stages.some(({ group }) => group === set?.default || set?.groups.has(group) === false);
    if (set?.default !== undefined && !isStage && !model.partial.has(release.document))
      yield diagnostic(
        "model/bad-stages",
        keySpan(release.document, release.document.data as object, "stages"),
        `${called} has no stage \`${set.default}\``,
        {
          related: [{ message: "every unlisted customer is in it", span: spanAt(set, "default") }],
          hint: `add \`- { group: ${set.default}, version: … }\``,
        },
      );

    const seen = new Map<string, (typeof release.stages)[number]>();
    for (const stage of release.stages) {
      const first = seen.get(stage.group);
      if (first === undefined) seen.set(stage.group, stage);
      else
        yield diagnostic("model/bad-stages", stage.span, `${called} has two stages \`${stage.group}\``, {
          related: [{ message: "the first is here", span: first.span }],
          hint: "remove one of them",
        });
    }
  }
}
