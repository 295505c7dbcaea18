import type { Flag } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { byCondition } from "../conditions/condition-form.ts";
import { conditionOf, type WhereInput, whyAbsent } from "../conditions/named-condition.ts";
import { type EditContext, type EditPlan, keysFor } from "../context.ts";
import { type CustomersInput, readCustomers } from "../customers/read-customers.ts";
import { findFlag } from "../find-flag.ts";
import type { Customer } from "../lists/customer.ts";
import { byId } from "../lists/entry-form.ts";
import { type EntryInput, entryOptionsOf } from "../lists/entry-options.ts";
import { type ConflictChoice, type ListingChange, listIn, takeOut } from "../lists/list-customers.ts";
import { refusePartialFile } from "../refuse-partial-file.ts";
import type { Path } from "../text/value-at.ts";
import { describeListing } from "./describe-listing.ts";

/** Who is listed, when and why. */
export interface ListInput extends CustomersInput, WhereInput, EntryInput {}

/** Who is removed, and from when on. */
export interface TakeOutInput extends CustomersInput, WhereInput {
  /** The first day or instant on which they are out, as a date. */
  readonly from?: string;
}

/** Lists customers under `enabled` or `disabled` of a flag, and not under the other. */
export function listUnder(
  context: EditContext<ListInput>,
  value: "enabled" | "disabled",
  operands: readonly string[],
): EditPlan | string {
  const [name, ...words] = operands;
  const flag = findFlag(context, name);
  if (typeof flag === "string") return flag;
  if (flag.variants !== undefined)
    return `flag \`${flag.name}\` has variants: \`assign ${flag.name} ${flag.variants.join("|")} …\``;
  return listInFlag(context, flag, value, words);
}

/** Lists customers in one list of a flag, and removes them from its others. */
export function listInFlag(
  context: EditContext<ListInput>,
  flag: Flag,
  target: string,
  words: readonly string[],
): EditPlan | string {
  const terms = entryOptionsOf(context);
  if (typeof terms === "string") return terms;
  return forEachScope(context, flag, words, target, (choice, customers) =>
    listIn(context.draft, choice, target, customers, terms),
  );
}

/** Removes customers from every list of a flag. */
export function takeOutOfFlag(
  context: EditContext<TakeOutInput>,
  flag: Flag,
  words: readonly string[],
): EditPlan | string {
  return forEachScope(context, flag, words, flag.name, (choice, customers) =>
    takeOut(context.draft, choice, [...choice.lists.keys()], customers, context.input.from),
  );
}

/** Edits the lists of a flag, scope by scope, and then its conditions, and describes the changes. */
function forEachScope(
  context: EditContext<CustomersInput & WhereInput>,
  flag: Flag,
  words: readonly string[],
  target: string,
  edit: (choice: ConflictChoice, customers: readonly Customer[]) => readonly ListingChange[] | string,
): EditPlan | string {
  const { model, draft, asOf } = context;
  const damage = refusePartialFile(context.models[0], flag.document);
  if (damage !== undefined) return damage;
  const where = conditionOf(context, words);
  if (typeof where === "string") return where;
  const named = readCustomers(context, words, { called: `flag \`${flag.name}\``, scopes: flag.scopes });
  if (typeof named === "string") return named;
  const choice = { file: flag.document.source.path, keys: keysFor(context), emptied: "goes" as const, asOf };
  const edits: (readonly [ConflictChoice, readonly Customer[]])[] = [...named.byScope].map(([scope, customers]) => [
    { ...choice, lists: listsOf(flag, scope), form: byId(ignoresCaseIn(model, scope)) },
    customers,
  ]);
  if (where !== undefined)
    edits.push([
      { ...choice, lists: listsOf(flag, "where"), form: byCondition(model, where.condition) },
      [where.customer],
    ]);
  const changes: ListingChange[] = [];
  for (const [each, customers] of edits) {
    const met = edit(each, customers);
    if (typeof met === "string") return met;
    changes.push(...met);
  }
  const last = edits.at(-1)?.[0];
  const absent = where && last && whyAbsent(draft, last, where, changes);
  return { notes: [...named.notes, ...describeListing(changes, target), ...(absent ?? [])] };
}

/** The lists of customers of a scope, or those of conditions, by what each is called. */
function listsOf({ variants }: Flag, key: string): ReadonlyMap<string, Path> {
  if (variants !== undefined) return new Map(variants.map((variant) => [variant, ["assign", variant, key]]));
  return new Map(["enabled", "disabled"].map((setting) => [setting, [setting, key]]));
}
