import { type FrozenBefore, frozenBefore, type Held, isFrozen } from "../../history/frozen-before.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import { type Entries, fromOf, idSpan, untilOf } from "../../model/entries.ts";
import { knownAsAnother } from "../../model/mentioned-ids.ts";
import type { Model } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { digestOfId, formerIds } from "../../model/seal.ts";
import { formatEnd, type Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { type Breach, type Change, waivable } from "./change.ts";

/** A frozen customer of the base: its id there, and when the list holds. */
interface Customer {
  readonly id: string;
  readonly windows: readonly (readonly [from: Instant, until: Instant])[];
}

/** A customer who left a frozen list: the id at that time, as it is compared; undefined if only its digest is left. */
interface Ended {
  readonly id: string | undefined;
}

/**
 * A frozen list must not hold anyone whom it did not hold before, or hold anyone for longer. Codes: `gate/frozen-grew`,
 * `gate/frozen-renamed`.
 */
export function* frozenList(change: Change): Generator<Breach> {
  const { base, before, after } = change;
  if (before === undefined) return;
  const another = knownAsAnother([...base.models, before]);
  for (const privilege of after.privileges.values()) {
    if (!isFrozen(privilege)) continue;
    const old = frozenBefore(before, privilege.name, change.history);
    if (old === undefined) continue;
    yield* judgeSunset(old.privilege, privilege);
    yield* judgeCustomers(change, before, old, privilege, another);
  }
}

function* judgeSunset(base: Held, { name, document, expires }: Held): Generator<Breach> {
  if (base.expires === undefined || (expires !== undefined && expires.at <= base.expires.at)) return;
  const old = formatEnd(base.expires.at);
  const message =
    expires === undefined
      ? `\`${name}\` loses its sunset, ${old}`
      : `the sunset of \`${name}\` moves from ${old} to ${formatEnd(expires.at)}`;
  yield diagnostic("gate/frozen-grew", expires?.span ?? keySpan(document, document.data as object, "frozen"), message, {
    related: [{ message: "it is here on the base", span: base.expires.span }],
    hint: `write \`sunset: ${old}\`, or an earlier day`,
  });
}

function* judgeCustomers(
  { asOf, after }: Change,
  before: Model,
  { privilege: base, isOnBase }: FrozenBefore,
  privilege: Held,
  another: ReturnType<typeof knownAsAnother>,
): Generator<Breach> {
  const { name, frozen } = privilege;
  for (const { scope, entries } of privilege.listed) {
    const known = customersOf(before, base, scope);
    const ended = isOnBase ? endedIn(before, base, scope) : new Map([...endedIn(before, base, scope), ...known]);
    const atFirst = formerIds(frozen, ignoresCaseIn(after, scope));
    for (const [index, id] of entries.ids.entries()) {
      const original = atFirst(id);
      const span = idSpan(entries, index);
      const customer = isOnBase ? known.get(original) : undefined;
      if (customer === undefined) {
        const left = ended.get(original) ?? ended.get(digestOfId(original));
        if (left === undefined) yield tellStranger(name, id, span);
        else if ((left.id ?? original) === id) yield tellReturn(name, id, span);
        else yield tellSuccessor(name, left.id ?? original, id, span);
        continue;
      }
      if (customer.id !== id) {
        const record = frozen.renamed.find((each) => normalizeId(each.id, ignoresCaseIn(after, scope)) === id);
        yield another(scope, id, customer.id, kinOf(before, base, scope, original))
          ? tellAnother(customer.id, id, span)
          : tellRenamed(name, customer.id, id, record?.span ?? span);
      }
      yield* judgeWindow(asOf, customer, entries, index, name);
    }
  }
}

type Place = ReturnType<typeof idSpan>;

function tellStranger(name: string, id: string, span: Place): Breach {
  return diagnostic("gate/frozen-grew", span, `\`${id}\` is not in the frozen list of \`${name}\` on the base`, {
    hint: "remove it: a frozen list is closed; other customers get the privilege through their plan",
  });
}

/** Only the same customer who left the list may come back, with a waiver. */
function tellReturn(name: string, id: string, span: Place): Breach {
  const message = `\`${id}\` is in \`ended\` of \`${name}\` on the base, and is frozen again`;
  const hint = "leave the customer in `ended`, or add a waiver";
  return waivable(diagnostic("gate/frozen-grew", span, message, { hint }), name);
}

function tellSuccessor(name: string, left: string, id: string, span: Place): Breach {
  const message = `\`${id}\` takes the place of \`${left}\`, which is in \`ended\` of \`${name}\` on the base`;
  const hint = `remove it; only \`${left}\` may come back, by a waiver, and be renamed afterwards`;
  return diagnostic("gate/frozen-grew", span, message, { hint });
}

function tellAnother(old: string, id: string, span: Place): Breach {
  const hint = `keep \`${old}\`; a rename cannot give the place to another customer`;
  return diagnostic("gate/frozen-grew", span, `\`${id}\` is another customer than \`${old}\` on the base`, { hint });
}

function tellRenamed(name: string, old: string, id: string, span: Place): Breach {
  const hint = "make sure that both ids are the same customer";
  return diagnostic("gate/frozen-renamed", span, `\`${old}\` continues as \`${id}\` in \`${name}\``, { hint });
}

/** The part of an entry's time that the base's list does not cover, from now on. */
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
    ? `\`${id}\` is frozen in \`${name}\` at times when it is not on the base`
    : until === Infinity
      ? `\`${id}\` loses its end in \`${name}\`, ${formatEnd(last)}`
      : `\`${id}\` is frozen in \`${name}\` until ${formatEnd(until)}, on the base until ${formatEnd(last)}`;
  yield diagnostic("gate/frozen-grew", (isLonger ? dates?.until : dates?.from) ?? idSpan(entries, index), message, {
    hint: "an end can only move closer",
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
function endedIn(model: Model, { scopes, frozen }: Held, scope: string): ReadonlyMap<string, Ended> {
  if (!scopes.includes(scope)) return new Map();
  const ignoreCase = ignoresCaseIn(model, scope);
  const atFirst = formerIds(frozen, ignoreCase);
  return new Map(
    frozen.ended.map(({ id, sha256 = "" }) => {
      const own = id === undefined ? undefined : normalizeId(id, ignoreCase);
      return [own === undefined ? sha256 : atFirst(own), { id: own }];
    }),
  );
}

/** All ids that a customer has had according to a frozen list. */
function kinOf(model: Model, { frozen }: Held, scope: string, original: string): ReadonlySet<string> {
  const ignoreCase = ignoresCaseIn(model, scope);
  const atFirst = formerIds(frozen, ignoreCase);
  const ids = frozen.renamed.flatMap(({ id, was }) => [id, was]).map((id) => normalizeId(id, ignoreCase));
  return new Set(ids.filter((id) => atFirst(id) === original));
}
