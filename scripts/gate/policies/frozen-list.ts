import { diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import { type Entries, fromOf, idSpan, untilOf } from "../../model/entries.ts";
import { knownAsAnother } from "../../model/mentioned-ids.ts";
import type { Frozen, Model, Privilege } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { digestOfId, formerIds } from "../../model/seal.ts";
import type { Span } from "../../model/text/source.ts";
import { formatEnd, type Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { type Breach, type Change, waivable } from "./change.ts";

type Held = Privilege & { readonly frozen: Frozen };

/** A frozen customer of the base: the id there, and when the list holds. */
interface Customer {
  readonly id: string;
  readonly windows: readonly (readonly [from: Instant, until: Instant])[];
}

/** A frozen list holds nobody whom it did not hold on the base, and nobody for longer. */
export function* frozenList(change: Change): Generator<Breach> {
  const { before, after } = change;
  const another = knownAsAnother(before);
  for (const privilege of after.privileges.values()) {
    const base = before?.privileges.get(privilege.name);
    if (before === undefined || !isFrozen(base) || !isFrozen(privilege)) continue;
    yield* judgeSunset(base, privilege);
    yield* judgeCustomers(change, before, base, privilege, another);
  }
}

function isFrozen(privilege: Privilege | undefined): privilege is Held {
  return privilege?.frozen !== undefined;
}

function* judgeSunset(base: Held, { name, document, expires }: Held): Generator<Breach> {
  if (base.expires === undefined || (expires !== undefined && expires.at <= base.expires.at)) return;
  const old = formatEnd(base.expires.at);
  const message =
    expires === undefined
      ? `\`${name}\` loses its sunset, ${old}`
      : `the sunset of \`${name}\` moves away from ${old} to ${formatEnd(expires.at)}`;
  yield diagnostic("gate/frozen-grew", expires?.span ?? keySpan(document, document.data as object, "frozen"), message, {
    related: [{ message: "on the base it stands here", span: base.expires.span }],
    hint: `write \`sunset: ${old}\`, or an earlier day`,
  });
}

function* judgeCustomers(
  { asOf, after }: Change,
  before: Model,
  base: Held,
  privilege: Held,
  another: ReturnType<typeof knownAsAnother>,
): Generator<Breach> {
  for (const { scope, entries } of privilege.listed) {
    const known = customersOf(before, base, scope);
    const ended = endedIn(before, base, scope);
    const atFirst = formerIds(privilege.frozen, ignoresCaseIn(after, scope));
    for (const [index, id] of entries.ids.entries()) {
      const original = atFirst(id);
      const customer = known.get(original);
      if (customer === undefined) {
        const isBack = ended.has(original) || ended.has(digestOfId(original));
        yield tellStranger(privilege, id, idSpan(entries, index), isBack);
        continue;
      }
      if (customer.id !== id) {
        const record = privilege.frozen.renamed.find(
          (each) => normalizeId(each.id, ignoresCaseIn(after, scope)) === id,
        );
        yield another(scope, id, customer.id)
          ? tellAnother(customer.id, id, idSpan(entries, index))
          : tellRenamed(privilege, customer.id, id, record?.span ?? idSpan(entries, index));
      }
      yield* judgeWindow(asOf, customer, entries, index, privilege.name);
    }
  }
}

/** Only a customer who left the list may come back, by a waiver. */
function tellStranger({ name }: Held, id: string, span: Span, isBack: boolean): Breach {
  if (!isBack)
    return diagnostic("gate/frozen-grew", span, `\`${id}\` is not in the frozen list of \`${name}\` on the base`, {
      hint: "take it out: a frozen list is closed, and others get the privilege by their plan",
    });
  const message = `\`${id}\` has ended in \`${name}\` on the base, and is held again`;
  const hint = "leave the customer in `ended`, or have a waiver approved";
  return waivable(diagnostic("gate/frozen-grew", span, message, { hint }), name);
}

function tellAnother(old: string, id: string, span: Span): Breach {
  const hint = `hold \`${old}\`; a rename is no way to hand a place on`;
  return diagnostic("gate/frozen-grew", span, `\`${id}\` is another customer on the base than \`${old}\``, { hint });
}

function tellRenamed({ name }: Held, old: string, id: string, span: Span): Breach {
  const hint = "make sure that they are one customer: nobody else may take the place";
  return diagnostic("gate/frozen-renamed", span, `\`${old}\` goes on as \`${id}\` in \`${name}\``, { hint });
}

/** What the base's list does not cover of an entry's time, from now on. */
function* judgeWindow(
  asOf: Instant,
  { windows }: Customer,
  entries: Entries,
  index: number,
  name: string,
): Generator<Breach> {
  const until = untilOf(entries, index);
  let from = Math.max(fromOf(entries, index), asOf);
  for (const window of windows) if (window[0] <= from) from = Math.max(from, window[1]);
  if (from >= until) return;
  const last = Math.max(...windows.map((window) => window[1]));
  const id = entries.ids[index];
  const dates = entries.dates.get(index);
  const isLonger = until > last;
  const message = !isLonger
    ? `\`${id}\` is held in \`${name}\` at times at which it is not on the base`
    : until === Infinity
      ? `\`${id}\` loses its end in \`${name}\`, ${formatEnd(last)}`
      : `\`${id}\` is held in \`${name}\` until ${formatEnd(until)}, on the base until ${formatEnd(last)}`;
  yield diagnostic("gate/frozen-grew", (isLonger ? dates?.until : dates?.from) ?? idSpan(entries, index), message, {
    hint: "an end only comes nearer",
  });
}

/** The customers of a frozen list by the id that each had at first; windows in order. */
function customersOf(model: Model, privilege: Held, scope: string): ReadonlyMap<string, Customer> {
  const atFirst = formerIds(privilege.frozen, ignoresCaseIn(model, scope));
  const customers = new Map<string, Customer>();
  for (const listing of privilege.listed) {
    if (listing.scope !== scope) continue;
    const { entries } = listing;
    for (const [index, id] of entries.ids.entries()) {
      const original = atFirst(id);
      const windows = [
        ...(customers.get(original)?.windows ?? []),
        [fromOf(entries, index), untilOf(entries, index)] as const,
      ];
      customers.set(original, { id, windows: windows.sort((a, b) => a[0] - b[0]) });
    }
  }
  return customers;
}

/** Those who have left a frozen list, by the id that each had at first or its digest. */
function endedIn(model: Model, { frozen, scopes }: Held, scope: string): ReadonlySet<string> {
  if (!scopes.includes(scope)) return new Set();
  const ignoreCase = ignoresCaseIn(model, scope);
  const atFirst = formerIds(frozen, ignoreCase);
  return new Set(
    frozen.ended.map(({ id, sha256 }) => (id === undefined ? (sha256 ?? "") : atFirst(normalizeId(id, ignoreCase)))),
  );
}
