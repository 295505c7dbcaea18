import type { EntryList } from "../../model/entries.ts";
import type { EditContext } from "../context.ts";
import type { IdsInput } from "../customers/ids-from.ts";
import type { Customer } from "../lists/customer.ts";
import type { ConflictChoice, ListingChange } from "../lists/list-customers.ts";
import { copyValue } from "../text/copy-value.ts";
import { isInEnvironment } from "../text/environment-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { valueAt } from "../text/value-at.ts";
import { inline } from "../text/write-yaml.ts";
import { conditionsIn } from "./condition-form.ts";
import { type NamedCondition, readCondition } from "./read-condition.ts";

/** The tests of a condition that a call names. */
export interface WhereInput {
  readonly where?: readonly string[];
}

/** A condition that is listed as customers are. */
interface ListedAs {
  readonly condition: NamedCondition;
  readonly customer: Customer;
}

/**
 * The condition of a call that names no customers by these words; undefined if it has none, or what is wrong with it. With
 * customers, it could be meant as one more that must hold of them.
 */
export function conditionOf(
  { model, input: { where, idsFrom } }: EditContext<WhereInput & IdsInput>,
  words: readonly string[],
): ListedAs | string | undefined {
  if (where === undefined) return undefined;
  if (words.length > 0 || idsFrom !== undefined)
    return "customers and a condition are listed apart: name the customers in one call, and `--where` in another";
  const condition = readCondition(model, where);
  if (typeof condition === "string") return condition;
  return { condition, customer: { id: condition.key, text: condition.text, formers: [] } };
}

/** If the condition was in none of the lists, says which ones are: it may just be written differently. */
export function whyAbsent(
  draft: Draft,
  choice: ConflictChoice,
  { customer }: ListedAs,
  changes: readonly ListingChange[],
): readonly string[] {
  if (!changes.some((each) => each.what === "absent" && each.customer === customer)) return [];
  return [...choice.lists].flatMap(([name, path]) => {
    const document = draft.documentAt(choice.file);
    const list = document && valueAt(document, isInEnvironment(draft, choice.file, choice.keys, path));
    if (document === undefined || !Array.isArray(list)) return [];
    const found = conditionsIn(list as EntryList).slice(0, mostShown);
    const texts = found.map(({ tests }) => `\`${inline(copyValue(document, tests) ?? {}, true)}\``);
    return texts.length === 0 ? [] : [`the conditions of \`${name}\` are ${texts.join(", ")}`];
  });
}

/** At most this many conditions are named. */
const mostShown = 5;
