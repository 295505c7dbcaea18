import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { keySpan } from "../document.ts";
import { nearest } from "../hints.ts";
import { type GroupSet, type Model, namedThings } from "../model.ts";
import type { GroupsDocument } from "../shapes/documents.ts";

/** Environments are those of the config, the first of which stands in the document itself; each has the same groups. */
export function* environments(model: Model): Generator<Diagnostic> {
  const [first, ...others] = model.config.environments;
  for (const named of namedThings(model)) {
    const { environments } = named.document.data as { environments?: object };
    for (const name of Object.keys(environments ?? {})) {
      if (others.includes(name)) continue;
      const span = keySpan(named.document, environments as object, name);
      yield diagnostic(
        "model/unknown-environment",
        span,
        name === first ? `\`${name}\` is the first environment` : `environment \`${name}\` does not exist`,
        name === first
          ? { hint: "what holds there stands in the document itself; move the keys out of `environments`" }
          : nearest(span, name, others, "besides the first, the environments are"),
      );
    }
  }
  if (model.environment === first) for (const set of model.sets.values()) yield* judgeGroups(set);
}

/** The types know the groups of the first environment, so another has neither more nor fewer. */
function* judgeGroups(set: GroupSet): Generator<Diagnostic> {
  const { members = {}, environments = {} } = set.document.data as GroupsDocument;
  for (const [environment, own] of Object.entries(environments)) {
    if (own.members === undefined) continue;
    const [groups, here] = [groupsOf(set, members), groupsOf(set, own.members)];
    const advice = [
      ...groups.filter((group) => !here.includes(group)).map((group) => `add \`${group}: []\``),
      ...here.filter((group) => !groups.includes(group)).map((group) => `take \`${group}\` out`),
    ];
    if (advice.length > 0)
      yield diagnostic(
        "model/unknown-group",
        keySpan(set.document, own, "members"),
        `\`${set.name}\` has other groups in ${environment} than elsewhere`,
        {
          related: [{ message: "its groups", span: keySpan(set.document, set.document.data as object, "members") }],
          hint: advice.join(", "),
        },
      );
  }
}

function groupsOf(set: GroupSet, members: NonNullable<GroupsDocument["members"]>): readonly string[] {
  return Array.isArray(members) ? [set.name] : Object.keys(members);
}
