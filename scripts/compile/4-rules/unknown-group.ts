import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import type { GroupSet, Model } from "../../model/model.ts";
import { findGroup, groupsNamedBy, setOf, spanAt } from "../../model/model-queries.ts";
import type { GroupsDocument } from "../../model/shapes/documents.ts";

/** Groups that a flag names, a release's set, its stages and a set's default must exist. */
export function* unknownGroup(model: Model): Generator<Diagnostic> {
  const retired = new Set(model.retired.filter((each) => each.kind === "groups").map((each) => each.name));
  // If parts of a set were left out, it may have had other groups.
  const isExcused = (name: string): boolean => {
    const set = model.sets.get(name);
    return set === undefined ? model.unreadable.has(name) || retired.has(name) : model.partial.has(set.document);
  };
  const references = [...model.sets.values()].flatMap((set) =>
    [...set.groups.values()].map((group) => group.reference),
  );

  for (const flag of model.flags.values())
    for (const { group, span } of groupsNamedBy(flag))
      if (findGroup(model, group) === undefined && !isExcused(setOf(group)))
        yield diagnostic(
          "model/unknown-group",
          span,
          model.sets.has(group)
            ? `\`${group}\` is a set of several groups; flag \`${flag.name}\` must name one of them`
            : `flag \`${flag.name}\` names group \`${group}\`, which does not exist`,
          model.sets.has(group)
            ? { hint: `name one of ${groupsOf(model, group).join(", ")}` }
            : nameHint(span, group, references, "the groups are"),
        );

  for (const release of model.releases.values()) {
    const set = model.sets.get(release.by);
    const by = spanAt(release, "by");
    if (set === undefined) {
      if (!isExcused(release.by))
        yield diagnostic(
          "model/unknown-group",
          by,
          `release \`${release.name}\` uses \`${release.by}\`, which is not a group set`,
          nameHint(by, release.by, model.sets.keys(), "the group sets are"),
        );
      continue;
    }
    for (const stage of release.stages)
      if (!set.groups.has(stage.group) && !isExcused(set.name))
        yield diagnostic(
          "model/unknown-group",
          stage.span,
          `stage \`${stage.group}\` is not a group of \`${set.name}\``,
          {
            ...nameHint(stage.span, stage.group, set.groups.keys(), `groups of \`${set.name}\` are`),
            related: [{ message: `the groups of \`${set.name}\``, span: spanAt(set, set.told ? "told" : "members") }],
          },
        );
  }

  for (const set of model.sets.values()) yield* judgeDefault(set);
}

/** A default group needs no members, unless its name is so close to another that it looks misspelt. */
function* judgeDefault(set: GroupSet): Generator<Diagnostic> {
  if (set.default === undefined || set.default === set.name) return;
  const { members = {}, told } = set.document.data as GroupsDocument;
  const names = [...new Set(told ?? Object.keys(members))];
  if (!Array.isArray(members) && names.includes(set.default)) return;
  const span = spanAt(set, "default");
  const message = `the default \`${set.default}\` is not a group of \`${set.name}\``;
  if (Array.isArray(members)) {
    yield diagnostic("model/unknown-group", span, message, {
      hint: "a plain list is one group; for several groups, write `members` as a mapping",
    });
    return;
  }
  const near = nameHint(span, set.default, names, "the groups are");
  if (near.fix !== undefined || told !== undefined) yield diagnostic("model/unknown-group", span, message, near);
}

function groupsOf(model: Model, set: string): readonly string[] {
  return [...(model.sets.get(set)?.groups.values() ?? [])].map(({ reference }) => `\`${reference}\``);
}
