import type { Condition } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, nameSpan, nounOf } from "../../model/document.ts";
import type { Attribute, Decision, GroupSet, Model } from "../../model/model.ts";
import { allConditions, conditionsIn, findTested, scopesOfSet, spanAt } from "../../model/model-queries.ts";

/**
 * Conditions must test what is of a scope of their decision or set, or of the request; the set of a release must not
 * test anything of the request, directly or through other sets; a set without a scope cannot list ids. Codes:
 * `model/wrong-scope`, `schema/missing-key`.
 */
export function* conditionScope(model: Model): Generator<Diagnostic> {
  const { scopes } = model.config;
  for (const { of, condition } of allConditions(model)) {
    const own = of.kind === "groups" ? scopesOfSet(of) : of.scopes;
    if (!own.every((scope) => scopes.has(scope))) continue;
    for (const name of condition.tests.keys()) {
      const tested = findTested(model, name);
      if (tested?.scope === undefined || !scopes.has(tested.scope) || own.includes(tested.scope)) continue;
      yield diagnostic(
        "model/wrong-scope",
        keySpan(condition.document, condition.data, name),
        `\`${name}\` is of \`${tested.scope}\`, but ${nounOf(of.kind)} \`${of.name}\` ${scopesOf(own)}`,
        {
          related: [{ message: `the scope of \`${name}\``, span: spanAt(tested, "scope") }],
          hint: own.length === 0 ? "test what is of the request" : `test what is of ${either(own)} or of the request`,
        },
      );
    }
  }
  for (const release of model.releases.values()) yield* judgeRelease(model, release);
  for (const set of model.sets.values()) yield* judgeMembers(set);
}

function scopesOf(scopes: readonly string[]): string {
  if (scopes.length === 0) return "has no scope";
  return scopes.length > 2 ? `has ${scopes.length} other scopes` : `is of ${either(scopes)}`;
}

function either(scopes: readonly string[]): string {
  return scopes.map((scope) => `\`${scope}\``).join(" or ");
}

/** A version must not change from one request of a customer to the next. */
function* judgeRelease(model: Model, release: Decision & { readonly by: string }): Generator<Diagnostic> {
  const set = model.sets.get(release.by);
  if (set === undefined) return;
  const related = [
    { message: `the stages of release \`${release.name}\` are its groups`, span: spanAt(release, "by") },
  ];
  if (set.scope === undefined) {
    const message = `\`${set.name}\` has no scope, so release \`${release.name}\` would change with each request`;
    yield diagnostic("model/wrong-scope", spanAt(release, "by"), message, { hint: "choose a group set with a scope" });
    return;
  }
  const reached = new Set([set]);
  for (const each of reached)
    for (const condition of conditionsIn(each))
      for (const name of condition.tests.keys()) {
        const tested = findTested(model, name);
        if (tested === undefined) continue;
        if (tested.scope === undefined) yield flapping(condition, tested, release, related);
        else if (tested.kind === "groups") reached.add(tested);
      }
}

function flapping(
  { document, data }: Condition,
  { name, document: own }: Attribute | GroupSet,
  release: Decision,
  related: Diagnostic["related"],
): Diagnostic {
  const message = `\`${name}\` is of the request, so release \`${release.name}\` would change with each`;
  return diagnostic("model/wrong-scope", keySpan(document, data, name), message, {
    related: [...related, { message: `\`${name}\` has no scope`, span: nameSpan(own) }],
    hint: "test what is of the set's scope, or name other stages",
  });
}

function* judgeMembers(set: GroupSet): Generator<Diagnostic> {
  if (set.scope !== undefined) return;
  const named = [...set.groups.values()].find(
    ({ members, patterns, shares }) => members.ids.length + patterns.length + shares.length > 0,
  );
  if (named === undefined) return;
  yield diagnostic(
    "schema/missing-key",
    keySpan(set.document, set.document.data as object, "groups"),
    `the group set \`${set.name}\` has no key \`scope\``,
    {
      related: [{ message: `\`${named.reference}\` has customers by id or by share`, span: named.span }],
      hint: "say of which scope its customers are; without one, a set has conditions only",
    },
  );
}
