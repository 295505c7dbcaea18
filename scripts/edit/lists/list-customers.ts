import type { Document } from "../../model/document.ts";
import { groupBy } from "../../model/group-by.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { always, endOf, formatEnd, formatLastDay, type Instant, startOf, type Window } from "../../model/time.ts";
import { once } from "../../runtime/declare/once.ts";
import { changeEntriesAt, removeEntries } from "../text/edit-entries.ts";
import { copyIntoEnvironment, isInEnvironment } from "../text/environment-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { type Path, valueAt } from "../text/value-at.ts";
import type { Customer } from "./customer.ts";
import type { EntryForm } from "./entry-form.ts";
import type { EntryReasons } from "./entry-reasons.ts";

/** What an entry should say besides its id. What is undefined stays as it is; an end that is null is removed. */
export interface EntryOptions {
  readonly from?: string | undefined;
  readonly until?: string | null | undefined;
  readonly reason?: string | undefined;
  readonly link?: string | undefined;
}

/** Lists of one document, by name, of which a customer can be in only one at a time. */
export interface ConflictChoice {
  /** The path of the file. */
  readonly file: string;
  /** The keys of the environment that is edited; empty for the document itself. */
  readonly keys: Path;
  readonly lists: ReadonlyMap<string, Path>;
  /** How their entries are found and written. */
  readonly form: EntryForm;
  /** What happens to a list without entries; one in an environment stays in any case. */
  readonly emptied: "goes" | "stays";
  readonly asOf: Instant;
}

/** A change to the lists: a customer who was already listed, had an entry that was over, moved out of another list … */
export interface ListingChange {
  readonly what: "listed" | "begun" | "also" | "over" | "several" | "moved" | "ended" | "removed" | "absent";
  readonly customer: Customer;
  /** The list; not set for `absent`. */
  readonly list: string;
  /** The end of the new entry, `Infinity` without one; for `ended`, that of the old one. */
  readonly until: Instant;
  /** What only a removed entry said, as it was written: `reason: Pilot`. */
  readonly lost?: readonly string[];
}

/** An entry of one of the customers. */
interface Found extends Window {
  readonly customer: Customer;
  /** As it is compared. */
  readonly id: string;
  /** Where its id starts. */
  readonly start: number;
}

/** What happens to an entry: it is removed, or some of its keys get other values. */
type Fate = "goes" | Readonly<Record<string, string | undefined>>;

type Judge = (found: readonly Found[]) => ReadonlyMap<Found, Fate>;

/** Gives each customer one entry in a list, and removes them from the other lists of the choice while it holds. */
export function listIn(
  draft: Draft,
  choice: ConflictChoice,
  target: string,
  customers: readonly Customer[],
  terms: EntryOptions,
): readonly ListingChange[] | string {
  const current = find(
    draft,
    choice,
    isInEnvironment(draft, choice.file, choice.keys, choice.lists.get(target) ?? []),
    customers,
  );
  const fault = whyNoTime(judgeOwn(current, terms, choice.asOf).windows, terms);
  if (fault !== undefined) return fault;
  const listed = amend(draft, choice, target, customers, (found) => judgeOwn(found, terms, choice.asOf).fates);
  const { windows, changes } = judgeOwn(listed, terms, choice.asOf);
  const added = customers.filter((customer) => !windows.has(customer));
  if (added.length > 0) {
    const path = copyIntoEnvironment(draft, choice.file, choice.keys, choice.lists.get(target) ?? [], choice.asOf);
    const document = draft.documentAt(choice.file);
    if (document !== undefined)
      draft.edit(choice.form.add(document, path, added, { ...terms, until: terms.until ?? undefined }));
  }
  const usual = windowOf(always, { ...terms, until: terms.until ?? undefined });
  const others = [...choice.lists.keys()].filter((name) => name !== target);
  const moved = others.flatMap((name) =>
    clear(draft, choice, name, customers, (customer) => windows.get(customer) ?? usual, terms.from),
  );
  return [...changes, ...moved];
}

/** Why an entry would end before it begins, because it keeps its present end. */
function whyNoTime(windows: ReadonlyMap<Customer, Window>, { from, until }: EntryOptions): string | undefined {
  if (from === undefined || until !== undefined) return undefined;
  for (const [{ text }, window] of windows)
    if (window.until <= window.from)
      return `\`${ellipsis(text)}\` is listed until ${formatEnd(window.until)}, before \`--from ${from}\`: add \`--until\` with its new end, or \`none\``;
  return undefined;
}

/** Removes customers from lists of a choice, at once or from a day on. */
export function takeOut(
  draft: Draft,
  choice: ConflictChoice,
  names: readonly string[],
  customers: readonly Customer[],
  from: string | undefined,
): readonly ListingChange[] {
  const window = windowOf(always, { from });
  const taken = names.flatMap((name) => clear(draft, choice, name, customers, () => window, from));
  const seen = new Set(taken.map(({ customer }) => customer));
  const absent = customers.filter((customer) => !seen.has(customer));
  return [
    ...taken.map((change) => (change.what === "moved" ? { ...change, what: "removed" as const, lost: [] } : change)),
    ...absent.map((customer) => ({ what: "absent" as const, customer, list: "", until: Infinity })),
  ];
}

/** What happens to the entries in the target list, the resulting window of each customer, and what there is to say. */
function judgeOwn(found: readonly Found[], terms: EntryOptions, asOf: Instant) {
  const fates = new Map<Found, Fate>();
  const windows = new Map<Customer, Window>();
  const changes: ListingChange[] = [];
  const isAsked = Object.values(terms).some((term) => term !== undefined);
  for (const [customer, all] of byCustomer(found)) {
    const entries = all.filter((entry) => !isApart(entry, terms, asOf));
    if (entries.length === 0) {
      changes.push({ what: "also", customer, list: "", until: Math.max(...all.map(({ until }) => until)) });
      continue;
    }
    const current = entries.find(({ from, until }) => from <= asOf && asOf < until);
    const live = current ?? entries.find(({ until }) => asOf < until);
    const kept = live ?? (entries[0] as Found);
    const name = kept.id === customer.id ? {} : { id: customer.text };
    const fate = current !== undefined && !isAsked ? name : { ...name, ...renewal(live, terms, asOf) };
    if (Object.keys(fate).length > 0) fates.set(kept, fate);
    windows.set(customer, windowOf(kept, fate));
    const say = (what: ListingChange["what"]): unknown =>
      changes.push({ what, customer, list: "", until: windowOf(kept, fate).until });
    if (live === undefined) say("over");
    else if (isAsked && hasBegun(live, terms, asOf)) say("begun");
    else if (current !== undefined && !isAsked) say("listed");
    if (entries.length === 1 || (current !== undefined && !isAsked)) continue;
    for (const entry of entries) if (entry !== kept) fates.set(entry, "goes");
    say("several");
  }
  return { fates, windows, changes };
}

/** The keys of an entry that get another value; one that is over, or undefined here, begins anew. */
function renewal(live: Found | undefined, terms: EntryOptions, asOf: Instant): Exclude<Fate, "goes"> {
  const { from, until, reason, link } = terms;
  if (live === undefined) return { from, until: until ?? undefined, reason, link };
  return {
    ...((from !== undefined || live.from > asOf) && !hasBegun(live, terms, asOf) ? { from } : {}),
    ...(until === undefined ? {} : { until: until ?? undefined }),
    ...(reason === undefined ? {} : { reason }),
    ...(link === undefined ? {} : { link }),
  };
}

/** Whether an entry holds already, so that a later beginning would only take it away for a while. */
function hasBegun(entry: Window, { from, until }: EntryOptions, asOf: Instant): boolean {
  if (from === undefined || startOf(from) <= asOf || entry.from > asOf) return false;
  return until !== undefined || startOf(from) < entry.until;
}

/** Whether an entry still holds and ends before the requested window begins, so that both can stay. */
function isApart({ until }: Window, terms: EntryOptions, asOf: Instant): boolean {
  return asOf < until && terms.from !== undefined && terms.until !== undefined && until <= startOf(terms.from);
}

/** Ends the entries of customers in a list that would hold in their window; those that begin within it are removed. */
function clear(
  draft: Draft,
  choice: ConflictChoice,
  list: string,
  customers: readonly Customer[],
  windowFor: (customer: Customer) => Window,
  from: string | undefined,
): readonly ListingChange[] {
  const judge: Judge = (found) =>
    new Map(
      found.flatMap((entry): [Found, Fate][] => {
        const window = windowFor(entry.customer);
        if (entry.until <= window.from || window.until <= entry.from) return [];
        const isBefore = from !== undefined && entry.from < window.from && choice.asOf < window.from;
        return [[entry, isBefore ? { until: dayBefore(from) } : "goes"]];
      }),
    );
  const said = saidIn(draft, choice, list);
  const found = amend(draft, choice, list, customers, judge);
  const fates = judge(found);
  return [...byCustomer([...fates.keys()])].map(([customer, entries]) => {
    const isEnded = entries.some((entry) => fates.get(entry) !== "goes");
    const { from: start, until: end } = windowFor(customer);
    if (isEnded) return { what: "ended", customer, list, until: start };
    return { what: "moved", customer, list, until: end, lost: entries.flatMap((entry) => lostWith(entry, said())) };
  });
}

/** What the entries of a list said besides their dates before an edit, read when it is first needed. */
function saidIn(draft: Draft, choice: ConflictChoice, list: string): () => ReadonlyMap<string, EntryReasons> {
  const { file, keys, lists, form } = choice;
  const document = draft.documentAt(file);
  const items = document && valueAt(document, isInEnvironment(draft, file, keys, lists.get(list) ?? []));
  return once(() => (document === undefined || !Array.isArray(items) ? new Map() : form.reasons(document, items)));
}

function lostWith({ id, until }: Found, said: ReadonlyMap<string, EntryReasons>): readonly string[] {
  const { reason, link } = said.get(id) ?? {};
  return [
    ...(until === Infinity ? [] : [`until: ${formatEnd(until)}`]),
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
    ...(link === undefined ? [] : [`link: ${link}`]),
  ];
}

/** The last date before another one. */
function dayBefore(date: string): string {
  return date.length === 10 ? formatLastDay(startOf(date)) : date;
}

/** Changes and removes entries in a list, in the environment's own list; returns what was found there. */
function amend(
  draft: Draft,
  choice: ConflictChoice,
  list: string,
  customers: readonly Customer[],
  judge: Judge,
): readonly Found[] {
  const { file, keys, lists, emptied } = choice;
  const path = lists.get(list) ?? [];
  const place = isInEnvironment(draft, file, keys, path);
  const found = find(draft, choice, place, customers);
  const planned = judge(found);
  if (planned.size === 0) return found;
  const own = copyIntoEnvironment(draft, file, keys, path, choice.asOf);
  const fates = own.length === place.length ? planned : judge(find(draft, choice, own, customers));
  const document = draft.documentAt(file);
  if (document === undefined) return found;
  const gone: number[] = [];
  const changed = new Map<number, Exclude<Fate, "goes">>();
  for (const [{ start }, fate] of fates) {
    if (fate === "goes") gone.push(start);
    else changed.set(start, fate);
  }
  const open = (starts: ReadonlySet<number>): Document => draft.documentAt(file, starts) ?? document;
  draft.edit([
    ...changeEntriesAt(document, own, changed, open),
    ...removeEntries(document, own, gone, keys.length > 0 ? "stays" : emptied),
  ]);
  return found;
}

/** The entries of customers in a list. */
function find(draft: Draft, choice: ConflictChoice, path: Path, customers: readonly Customer[]): readonly Found[] {
  const document = draft.documentAt(choice.file);
  const list = document && valueAt(document, path);
  if (document === undefined || !Array.isArray(list)) return [];
  const byId = new Map(customers.flatMap((customer) => [customer.id, ...customer.formers].map((id) => [id, customer])));
  const { ids, starts, from, until } = choice.form.read(document, list);
  const found: Found[] = [];
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as string;
    const customer = byId.get(id);
    if (customer === undefined) continue;
    const window = { from: from?.[index] ?? -Infinity, until: until?.[index] ?? Infinity };
    found.push({ customer, id, start: starts[index] ?? 0, ...window });
  }
  return found;
}

function byCustomer(found: readonly Found[]): ReadonlyMap<Customer, readonly Found[]> {
  return groupBy(found, ({ customer }) => customer);
}

/** When an entry holds once some of its keys have other values. */
function windowOf(entry: Window, fate: Readonly<Record<string, string | undefined>>): Window {
  return {
    from: "from" in fate ? (fate.from === undefined ? -Infinity : startOf(fate.from)) : entry.from,
    until: "until" in fate ? (fate.until === undefined ? Infinity : endOf(fate.until)) : entry.until,
  };
}
