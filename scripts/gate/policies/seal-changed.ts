import { frozenBefore, type Held, isFrozen } from "../../history/frozen-before.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { foundersOf, sealOf } from "../../model/seal.ts";
import type { Span } from "../../model/text/source.ts";
import { type Breach, type Change, isPartial } from "./change.ts";
import { founderChanges } from "./founder-changes.ts";

/**
 * The seal of a frozen list must stay as it was at first, and so must its flag, its day and who was ever in it, even if
 * the list was gone for a while. Growth, which stops the change already, changes the seal by itself. Codes:
 * `gate/no-history`, `gate/seal-changed`.
 */
export function* sealChanged(change: Change, found: readonly Breach[]): Generator<Breach> {
  const { before, after, policy } = change;
  const isStopped = (policy.severity["gate/frozen-grew"] ?? "error") === "error";
  for (const privilege of after.privileges.values()) {
    const { name, document } = privilege;
    if (before === undefined || !isFrozen(privilege) || isPartial(change, name)) continue;
    const old = frozenBefore(before, name, change.history);
    if (old === undefined) {
      yield* judgeUnknown(change, privilege);
      continue;
    }
    const grew = found.some(
      ({ code, span, waivable }) =>
        code === "gate/frozen-grew" && waivable === undefined && span.source === document.source,
    );
    const base = old.privilege;
    const hint = `restore \`${base.frozen.seal}\` and its customers, in the list or in \`ended\``;
    for (const key of ["flag", "date"] as const)
      if (base.frozen[key] !== privilege.frozen[key]) {
        const message = `\`${name}\` was frozen with \`${key}: ${base.frozen[key]}\`, and now has \`${privilege.frozen[key]}\``;
        const span = valueSpan(document, privilege.frozen.data, key);
        yield diagnostic("gate/seal-changed", span, message, { hint: `restore \`${key}: ${base.frozen[key]}\`` });
      }
    if (grew && isStopped) continue;
    const related = [
      { message: "it is here on the base", span: sealSpan(base) },
      ...changesOf(change, base, privilege),
    ];
    if (privilege.frozen.seal !== base.frozen.seal)
      yield diagnostic("gate/seal-changed", sealSpan(privilege), `\`${name}\` has a new seal`, { related, hint });
    else if (isRewritten(change, base, privilege))
      yield diagnostic("gate/seal-changed", frozenSpan(privilege), `the customers ever in \`${name}\` changed`, {
        related,
        hint,
      });
  }
}

/** Whether the list has had other customers than on the base, and not those who were sealed. */
function isRewritten({ before, after }: Change, base: Held, privilege: Held): boolean {
  const [scope = ""] = privilege.scopes;
  const ignoreCase = ignoresCaseIn(after, scope);
  if (before === undefined || sealOf(privilege, ignoreCase) === base.frozen.seal) return false;
  const was = foundersOf(base, ignoresCaseIn(before, base.scopes[0] ?? "")) ?? [];
  const is = foundersOf(privilege, ignoreCase) ?? [];
  return JSON.stringify(was.toSorted()) !== JSON.stringify(is.toSorted());
}

/** Who is missing and who was added, if the list of the base is the one that was sealed. */
function changesOf({ before, after }: Change, base: Held, privilege: Held): Diagnostic["related"] {
  const [scope = ""] = privilege.scopes;
  const [was = false, is = false] = [before, after].map((model) => model !== undefined && ignoresCaseIn(model, scope));
  if (sealOf(base, was) !== base.frozen.seal) return [];
  return founderChanges(base, privilege, { was, is, where: "on the base" }).related;
}

/** A list that is frozen under a name whose history is not completely available may have been sealed before. */
function* judgeUnknown({ before, history }: Change, { name, document, frozen }: Held): Generator<Breach> {
  if (!before?.privileges.has(name)) return;
  const { isCut, remedy } = history(name);
  if (!isCut) return;
  const message = `the fetched history does not show whether \`${name}\` was frozen before`;
  yield diagnostic("gate/no-history", valueSpan(document, frozen.data, "seal"), message, {
    hint: `fetch the rest: \`${remedy}\``,
  });
}

function sealSpan({ document, frozen }: Held): Span {
  return valueSpan(document, frozen.data, "seal");
}

function frozenSpan({ document }: Held): Span {
  return keySpan(document, document.data as object, "frozen");
}
