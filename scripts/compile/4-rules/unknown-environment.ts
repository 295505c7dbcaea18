import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan } from "../../model/document.ts";
import type { GroupSet, Model, Named } from "../../model/model.ts";
import { namedThings, spanAt } from "../../model/model-queries.ts";
import type { GroupsDocument } from "../../model/shapes/documents.ts";

/**
 * Environments must be those of the config, the first of which is the document itself; each must have the same groups.
 * Codes: `model/unknown-environment`, `model/unknown-group`, `schema/conflicting-keys`.
 */
export function* unknownEnvironment(model: Model): Generator<Diagnostic> {
  if (model.environment !== model.config.environments[0]) return;
  for (const named of namedThings(model))
    if ((named.document.data as Partial<GroupsDocument>).environments !== undefined) yield* judgeNames(model, named);
  for (const set of model.sets.values()) yield* judgeGroups(set, model.environment);
}

function* judgeNames({ config }: Model, named: Named): Generator<Diagnostic> {
  const [first, ...others] = config.environments;
  const { environments = {} } = named.document.data as { environments?: object };
  for (const name of Object.keys(environments)) {
    if (others.includes(name)) continue;
    const span = keySpan(named.document, environments, name);
    yield name === first
      ? diagnostic(
          "model/unknown-environment",
          span,
          `\`${name}\` is the first environment, whose settings are in the document itself`,
          {
            hint: "move its keys out of `environments`",
          },
        )
      : diagnostic(
          "model/unknown-environment",
          span,
          `environment \`${name}\` does not exist`,
          others.length === 0
            ? { hint: `declare it in the config: \`"environments": ["${first}", "${name}"]\`` }
            : nameHint(span, name, others, `\`${first}\` is the document itself; besides it there is`),
        );
  }
}

/** The types know the groups of the first environment, so another one must have exactly the same. */
function* judgeGroups(set: GroupSet, first: string): Generator<Diagnostic> {
  const { members = {}, environments = {} } = set.document.data as GroupsDocument;
  for (const [environment, own] of Object.entries(environments)) {
    if (own.members === undefined) continue;
    const span = keySpan(set.document, own, "members");
    if (set.told) {
      yield diagnostic("schema/conflicting-keys", span, "`told` and `members` cannot be used together", {
        related: [{ message: "`told` is here", span: keySpan(set.document, set.document.data as object, "told") }],
        hint: "a set with `told` has no members in any environment",
      });
      continue;
    }
    const advice = adviceOn(set, members, own.members);
    if (advice !== "")
      yield diagnostic(
        "model/unknown-group",
        span,
        `\`${set.name}\` has other groups in ${environment} than in ${first}`,
        {
          related: [{ message: "its groups", span: spanAt(set, "members") }],
          hint: advice,
        },
      );
  }
}

type Members = NonNullable<GroupsDocument["members"]>;

/** How to give two environments the same groups; empty if they already have them. */
function adviceOn(set: GroupSet, first: Members, own: Members): string {
  if (Array.isArray(first) !== Array.isArray(own))
    return `write \`members\` as ${Array.isArray(first) ? "a plain list" : "a mapping"}, as in the document itself`;
  if (Array.isArray(own)) return "";
  const [groups, here] = [Object.keys(first), Object.keys(own)];
  return [
    ...groups.filter((group) => !here.includes(group) && group !== set.default).map((group) => `add \`${group}: []\``),
    ...here.filter((group) => !groups.includes(group) && group !== set.default).map((group) => `take \`${group}\` out`),
  ].join(", ");
}
