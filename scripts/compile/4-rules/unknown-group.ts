import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import type { Flag, GroupSet, Release } from "../../model/model.ts";
import { findGroup, findRetired, groupsNamedBy, setOf, spanAt } from "../../model/model-queries.ts";
import { onceFor } from "../../model/once-for.ts";
import type { GroupsDocument } from "../../model/shapes/documents.ts";
import type { Surroundings } from "./surroundings.ts";

/** Groups that a flag names must exist. */
export function* unknownGroup(flag: Flag, model: Surroundings): Generator<Diagnostic> {
  for (const { group, span } of groupsNamedBy(flag))
    if (findGroup(model, group) === undefined && !isExcused(model, setOf(group)))
      yield diagnostic(
        "model/unknown-group",
        span,
        model.sets.has(group)
          ? `\`${group}\` is a set of several groups; flag \`${flag.name}\` must name one of them`
          : `flag \`${flag.name}\` names group \`${group}\`, which does not exist`,
        model.sets.has(group)
          ? { hint: `name one of ${groupsOf(model, group).join(", ")}` }
          : nameHint(span, group, referencesIn(model), "the groups are"),
      );
}

/** The set of a release, and its stages, must exist. */
export function* unknownStage(release: Release, model: Surroundings): Generator<Diagnostic> {
  const set = model.sets.get(release.by);
  const by = spanAt(release, "by");
  if (set === undefined) {
    if (!isExcused(model, release.by))
      yield diagnostic(
        "model/unknown-group",
        by,
        `release \`${release.name}\` uses \`${release.by}\`, which is not a group set`,
        nameHint(by, release.by, model.sets.keys(), "the group sets are"),
      );
    return;
  }
  for (const stage of release.stages)
    if (!set.groups.has(stage.group) && !isExcused(model, set.name))
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

/** Whether a set that is not known, or a group that it does not have, may be a consequence of something else. */
function isExcused(surroundings: Surroundings, name: string): boolean {
  const { sets, unreadable, isWhole } = surroundings;
  const set = sets.get(name);
  // If parts of a set were left out, it may have had other groups.
  if (set !== undefined) return !isWhole(set.document);
  return unreadable.has(name) || findRetired(surroundings, "groups", name) !== undefined;
}

const referencesIn = onceFor(({ sets }: Surroundings): readonly string[] =>
  [...sets.values()].flatMap(({ groups }) => [...groups.values()].map(({ reference }) => reference)),
);

/** A default group needs no members, unless its name is so close to another that it looks misspelt. */
export function* unknownDefault(set: GroupSet): Generator<Diagnostic> {
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

function groupsOf(model: Surroundings, set: string): readonly string[] {
  return [...(model.sets.get(set)?.groups.values() ?? [])].map(({ reference }) => `\`${reference}\``);
}
