import { frozenBefore } from "../../history/frozen-before.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { valueSpan } from "../../model/document.ts";
import { idSpan } from "../../model/entries.ts";
import { mentionedIn } from "../../model/mentioned-ids.ts";
import type { Flag, Model, Privilege } from "../../model/model.ts";
import { ignoresCaseIn, isHeld } from "../../model/model-queries.ts";
import { digestOfId, formerIds } from "../../model/seal.ts";
import type { Span } from "../../model/text/source.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { Breach, Change } from "./change.ts";

/**
 * Everyone who is sealed by a new frozen list, held or ended, must have its flag on the base. Codes:
 * `gate/frozen-grew`.
 */
export function* newFreeze(change: Change): Generator<Breach> {
  const { before, after } = change;
  for (const privilege of after.privileges.values()) {
    const { name, document, frozen } = privilege;
    if (frozen === undefined || frozenBefore(before, name, change.history) !== undefined) continue;
    const founders = [...foundersOf(after, privilege)];
    if (founders.length === 0) continue;
    const flag = before?.flags.get(frozen.flag);
    if (before === undefined || flag === undefined) {
      const message = `flag \`${frozen.flag}\` is not on the base, so nobody can be frozen from it`;
      const hint = "freeze a flag while it exists: customers who have it on the base may be in the list";
      yield diagnostic("gate/frozen-grew", valueSpan(document, frozen.data, "flag"), message, { hint });
      continue;
    }
    yield* judge(change, before, flag, founders);
  }
}

function* judge(change: Change, before: Model, flag: Flag, founders: readonly Founder[]): Generator<Breach> {
  const { base, asOf } = change;
  const answer = (scope: string, id: string): boolean =>
    isHeld(
      flag,
      base.answer("flag", flag.name, { environment: before.environment, at: asOf, context: { [scope]: id } }),
    );
  let digests: ReadonlySet<string> | undefined;
  for (const { scope, span, ids, sha256 } of founders) {
    const stranger = ids.find((id) => !answer(scope, id));
    if (stranger !== undefined) {
      const hint = "remove it: only customers who had the flag keep the privilege";
      yield diagnostic("gate/frozen-grew", span, `\`${stranger}\` does not have flag \`${flag.name}\` on the base`, {
        hint,
      });
    }
    if (sha256 === undefined) continue;
    digests ??= new Set(
      [...(mentionedIn([before]).get(scope)?.keys() ?? [])].filter((id) => answer(scope, id)).map(digestOfId),
    );
    if (!digests.has(sha256))
      yield diagnostic("gate/frozen-grew", span, `no customer with \`${flag.name}\` on the base has this digest`, {
        hint: "remove it; forget a customer after the list is merged",
      });
  }
}

/** A sealed customer: with all ids that the list gives, or only a digest. */
interface Founder {
  readonly scope: string;
  readonly span: Span;
  readonly ids: readonly string[];
  readonly sha256: string | undefined;
}

function* foundersOf(model: Model, { scopes, frozen, listed }: Privilege): Generator<Founder> {
  if (frozen === undefined) return;
  const [own = ""] = scopes;
  const ignoreCase = ignoresCaseIn(model, own);
  const atFirst = formerIds(frozen, ignoreCase);
  const idsOf = (id: string): readonly string[] => [...new Set([id, atFirst(id)])];
  for (const { scope, entries } of listed)
    for (const [index, id] of entries.ids.entries())
      yield { scope, span: idSpan(entries, index), ids: idsOf(id), sha256: undefined };
  for (const { id, sha256, span } of frozen.ended)
    yield { scope: own, span, ids: id === undefined ? [] : idsOf(normalizeId(id, ignoreCase)), sha256 };
}
