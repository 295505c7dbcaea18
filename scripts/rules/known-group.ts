import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { nearest } from "../hints.ts";
import { findGroup, type Model, setOf, spanAt } from "../model.ts";

/** Groups that a flag names, a release's set, its stages and a set's default exist. */
export function* knownGroup(model: Model): Generator<Diagnostic> {
  const retired = new Set(model.retired.filter((each) => each.kind === "groups").map((each) => each.name));
  const isExcused = (set: string): boolean => model.unreadable.has(set) || retired.has(set);
  const references = [...model.sets.values()].flatMap((set) =>
    [...set.groups.values()].map((group) => group.reference),
  );

  for (const flag of model.flags.values())
    for (const { group, span } of flag.grouped)
      if (findGroup(model, group) === undefined && !isExcused(setOf(group)))
        yield diagnostic(
          "model/unknown-group",
          span,
          `flag \`${flag.name}\` names group \`${group}\`, which does not exist`,
          nearest(span, group, references, "the groups are"),
        );

  for (const release of model.releases.values()) {
    const set = model.sets.get(release.by);
    const by = spanAt(release, "by");
    if (set === undefined) {
      if (!isExcused(release.by))
        yield diagnostic(
          "model/unknown-group",
          by,
          `release \`${release.name}\` goes by \`${release.by}\`, which is no group set`,
          nearest(by, release.by, model.sets.keys(), "the group sets are"),
        );
      continue;
    }
    for (const stage of release.stages)
      if (!set.groups.has(stage.group))
        yield diagnostic("model/unknown-group", stage.span, `stage \`${stage.group}\` is no group of \`${set.name}\``, {
          ...nearest(stage.span, stage.group, set.groups.keys(), `groups of \`${set.name}\` are`),
          related: [{ message: `the groups of \`${set.name}\``, span: spanAt(set, "members") }],
        });
  }

  for (const set of model.sets.values()) {
    const members = (set.document.data as { members: object }).members;
    if (set.default === undefined || set.default === set.name || Object.hasOwn(members, set.default)) continue;
    const span = spanAt(set, "default");
    if (Array.isArray(members)) {
      yield diagnostic("model/unknown-group", span, `the default \`${set.default}\` is no group of \`${set.name}\``, {
        hint: "a plain list is one group; for more of them, write `members` as a mapping",
      });
      continue;
    }
    const near = nearest(span, set.default, Object.keys(members), "the groups are");
    if (near.fix !== undefined)
      yield diagnostic(
        "model/unknown-group",
        span,
        `the default \`${set.default}\` is no group of \`${set.name}\``,
        near,
      );
  }
}
