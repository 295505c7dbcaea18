import { shareOfGroup } from "../../compile/answers/share-of-group.ts";
import { meant, unknownName } from "../../model/did-you-mean.ts";
import type { Group, GroupSet } from "../../model/model.ts";
import { ignoresCaseIn, scopesOfSet, setOf } from "../../model/model-queries.ts";
import type { GroupsDocument } from "../../model/shapes/documents.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { always, endOf, formatDay, type Instant, startOf, type Window } from "../../model/time.ts";
import { whyMissing } from "../../model/why-missing.ts";
import { byCondition } from "../conditions/condition-form.ts";
import { conditionOf, type WhereInput, whyAbsent } from "../conditions/named-condition.ts";
import { type EditContext, type EditPlan, keysFor } from "../context.ts";
import type { IdsInput } from "../customers/ids-from.ts";
import { readCustomers } from "../customers/read-customers.ts";
import type { Customer } from "../lists/customer.ts";
import { byId, type EntryForm } from "../lists/entry-form.ts";
import { type EntryInput, entryOptionsOf } from "../lists/entry-options.ts";
import {
  type ConflictChoice,
  type EntryOptions,
  type ListingChange,
  listIn,
  takeOut,
} from "../lists/list-customers.ts";
import { refusePartialFile } from "../refuse-partial-file.ts";
import type { Path } from "../text/value-at.ts";
import { describeListing } from "./describe-listing.ts";

/** A group whose list can be edited, with its set. */
interface Place {
  readonly set: GroupSet;
  readonly group: Group;
  /** The path of the list of each group that has one, by its reference. */
  readonly lists: ReadonlyMap<string, Path>;
}

/** Who joins, when and why. */
export interface JoinInput extends IdsInput, WhereInput, EntryInput {}

/** Who leaves, and from when on. */
export interface LeaveInput extends IdsInput, WhereInput {
  /** The first day or instant on which they are out, as a date. */
  readonly from?: string;
}

/** Adds customers to a group; in an exclusive set, removes them from its other groups. */
export function joinGroup(
  context: EditContext<JoinInput>,
  reference: string | undefined,
  words: readonly string[],
): EditPlan | string {
  const place = placeOf(context, reference);
  if (typeof place === "string") return place;
  const terms = entryOptionsOf(context);
  if (typeof terms === "string") return terms;
  const where = conditionOf(context, words);
  if (typeof where === "string") return where;
  const named = readCustomers(context, words, audienceOf(place));
  if (typeof named === "string") return named;
  const customers = [...named.byScope.values()].flat();
  const { notes, others, late, fault } = sift(place, customers, terms, context.asOf);
  if (fault !== undefined) return fault;
  const told = joinAs(context, place, idForm(context, place), { others, late }, terms);
  if (typeof told === "string") return told;
  const added =
    where &&
    joinAs(context, place, byCondition(context.model, where.condition), { others: [where.customer], late: [] }, terms);
  if (typeof added === "string") return added;
  return { notes: [...named.notes, ...notes, ...told, ...(added ?? [])] };
}

/** Adds customers, or a condition, to a group; those who are `late` from today on. Returns what there is to say. */
function joinAs(
  context: EditContext<JoinInput>,
  place: Place,
  form: EntryForm,
  { others, late }: { readonly others: readonly Customer[]; readonly late: readonly Customer[] },
  terms: EntryOptions,
): readonly string[] | string {
  const { set, group, lists } = place;
  const all = choiceOf(context, place, form);
  if (group.name === set.default && set.exclusive && !lists.has(group.reference)) {
    if (terms.reason !== undefined || typeof terms.until === "string")
      return `\`${group.reference}\` is the default group: it has no entries with an end or a reason`;
    const changes = takeOut(context.draft, all, [...lists.keys()], [...others, ...late], terms.from);
    const reported = changes.filter(({ what }) => what !== "absent");
    return describeListing(reported, group.reference);
  }
  const own = new Map([[group.reference, lists.get(group.reference) ?? ["members", group.name]]]);
  const choice = { ...all, lists: set.exclusive ? new Map([...lists, ...own]) : own };
  const changes: ListingChange[] = [];
  for (const [who, options] of [
    [others, terms],
    [late, { ...terms, from: formatDay(context.asOf) }],
  ] as const) {
    const met = who.length === 0 ? [] : listIn(context.draft, choice, group.reference, who, options);
    if (typeof met === "string") return met;
    changes.push(...met);
  }
  return describeListing(changes, group.reference);
}

/** Removes customers from a group, which stays even if it becomes empty. */
export function leaveGroup(
  context: EditContext<LeaveInput>,
  reference: string | undefined,
  words: readonly string[],
): EditPlan | string {
  const place = placeOf(context, reference);
  if (typeof place === "string") return place;
  const where = conditionOf(context, words);
  if (typeof where === "string") return where;
  const named = readCustomers(context, words, audienceOf(place));
  if (typeof named === "string") return named;
  const { set, group, lists } = place;
  const customers = [...named.byScope.values()].flat();
  const now = { from: context.asOf, until: Infinity };
  const matched = customers.find(({ id }) => patternFor(group, id, now) !== undefined);
  if (matched !== undefined)
    return `\`${matched.text}\` is in \`${group.reference}\` through \`${patternFor(group, matched.id, now)?.prefix}*\`; change that pattern`;
  if (group.name === set.default && !lists.has(group.reference))
    return `\`${group.reference}\` has no list: to leave it, join another group of \`${set.name}\``;
  const shared = customers.filter(({ id }) => isShared(place, id));
  const unlisted = shared.find(({ id }) => !group.members.ids.includes(id));
  if (unlisted !== undefined)
    return `\`${unlisted.text}\` is in \`${group.reference}\` by a share; ${set.exclusive ? `join another group of \`${set.name}\`` : "change that share"}`;
  const { draft, input } = context;
  const leave = (choice: ConflictChoice, who: readonly Customer[]) =>
    takeOut(draft, choice, [group.reference], who, input.from);
  const changes = leave(choiceOf(context, place, idForm(context, place)), customers).slice();
  const absent: string[] = [];
  if (where !== undefined) {
    const conditions = choiceOf(context, place, byCondition(context.model, where.condition));
    changes.push(...leave(conditions, [where.customer]));
    absent.push(...whyAbsent(draft, conditions, where, changes));
  }
  const reported = changes.filter(({ what }) => what !== "removed");
  const still = [
    ...(group.name === set.default ? [`\`${group.reference}\` is the default group`] : []),
    ...shared.map(({ text }) => `\`${text}\` stays in \`${group.reference}\` by a share`),
  ];
  return { notes: [...named.notes, ...describeListing(reported, group.reference), ...absent, ...still] };
}

/** The group that a reference names, or why nobody can be added to it. */
function placeOf({ model }: EditContext, reference: string | undefined): Place | string {
  if (reference === undefined) return "the name of a group is missing, such as `ring/canary`";
  const set = model.sets.get(setOf(reference));
  const named = [...model.sets.values()].flatMap(({ groups }) => groups.get(reference) ?? []);
  if (set === undefined && named.length > 0)
    return `unknown group set \`${reference}\`; ${meant(...named.map((group) => group.reference))}`;
  if (set === undefined) return whyMissing(model, "groups", setOf(reference));
  const damage = refusePartialFile(model, set.document);
  if (damage !== undefined) return damage;
  const groups = [...set.groups.values()];
  if (set.told) return `the groups of \`${set.name}\` are supplied by the caller; no file lists their customers`;
  const group = groups.find((each) => each.reference === reference);
  if (group === undefined)
    return unknownName(
      "group",
      reference,
      groups.map((each) => each.reference),
    );
  const { members = {} } = set.document.data as GroupsDocument;
  const lists = Array.isArray(members)
    ? new Map([[set.name, ["members"]]])
    : new Map(groups.flatMap(({ name, reference }) => (name in members ? [[reference, ["members", name]]] : [])));
  return { set, group, lists };
}

/** Whether a customer who is not listed is in a group by its share: in an exclusive set, what other groups say goes before. */
function isShared({ set, group }: Place, id: string): boolean {
  const others = set.exclusive ? [...set.groups.values()].filter((each) => each !== group) : [];
  const isElsewhere = others.some(
    (each) => each.members.ids.includes(id) || patternFor(each, id, always) !== undefined,
  );
  return !isElsewhere && shareOfGroup(group, id) !== undefined;
}

function audienceOf({ set, group }: Place) {
  return { called: `group \`${group.reference}\``, scopes: scopesOfSet(set), isPlain: true };
}

function idForm({ model }: EditContext, { set }: Place): EntryForm {
  return byId(set.scope !== undefined && ignoresCaseIn(model, set.scope));
}

function choiceOf(context: EditContext, { set, lists }: Place, form: EntryForm): ConflictChoice {
  return {
    file: set.document.source.path,
    keys: keysFor(context),
    lists,
    form,
    emptied: "stays",
    asOf: context.asOf,
  };
}

/**
 * Divides customers: those already in a group by a pattern, those whom a pattern puts into another group, those whose
 * pattern in this or another group has ended, so that their entries must begin now (`late`), and all others.
 */
function sift({ set, group }: Place, customers: readonly Customer[], { from, until }: EntryOptions, asOf: Instant) {
  const window = {
    from: Math.max(from === undefined ? -Infinity : startOf(from), asOf),
    until: typeof until === "string" ? endOf(until) : Infinity,
  };
  const reaches = (each: Group, id: string) => patternFor(each, id, window);
  const notes: string[] = [];
  const others: Customer[] = [];
  const late: Customer[] = [];
  const past = { from: -Infinity, until: asOf };
  for (const customer of customers) {
    const own = reaches(group, customer.id);
    const exclusive = set.exclusive ? [...set.groups.values()].filter((each) => each !== group) : [];
    const elsewhere = exclusive.find((each) => reaches(each, customer.id) !== undefined);
    const hadPattern =
      from === undefined && [group, ...exclusive].some((each) => patternFor(each, customer.id, past) !== undefined);
    const called = `\`${ellipsis(customer.text)}\``;
    if (elsewhere !== undefined) {
      const prefix = reaches(elsewhere, customer.id)?.prefix;
      const fault = `${called} is in \`${elsewhere.reference}\` through \`${prefix}*\`; change that pattern first`;
      return { notes, others: [], late: [], fault };
    }
    if (own === undefined) (hadPattern ? late : others).push(customer);
    else notes.push(`${called} is already in \`${group.reference}\`, through \`${own.prefix}*\``);
  }
  return { notes, others, late, fault: undefined };
}

/** The pattern by which a customer is in a group at some time of a window. */
function patternFor({ patterns }: Group, id: string, { from, until }: Window) {
  return patterns.find((each) => id.startsWith(each.prefix) && each.from < until && from < each.until);
}
