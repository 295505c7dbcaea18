import type { Flag } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { type Desk, keysFor, type Planned } from "../context.ts";
import { whyDamaged } from "../partial-file.ts";
import type { Path } from "../text/line-layout.ts";
import { tellIncidents } from "./describe-listing.ts";
import { termsOf } from "./entry-options.ts";
import { flagOf } from "./find-flag.ts";
import { type Choice, type Customer, type Incident, listIn, takeOut } from "./list-customers.ts";
import { customersOf } from "./read-customers.ts";

/** Lists customers under `enabled` or `disabled` of a flag, and not under the other. */
export function listUnder(desk: Desk, value: "enabled" | "disabled", operands: readonly string[]): Planned | string {
  const [name, ...words] = operands;
  const flag = flagOf(desk, name);
  if (typeof flag === "string") return flag;
  if (flag.variants !== undefined)
    return `flag \`${flag.name}\` has variants: \`assign ${flag.name} ${flag.variants.join("|")} …\``;
  return listInFlag(desk, flag, value, words);
}

/** Lists customers in one list of a flag, and takes them out of its others. */
export function listInFlag(desk: Desk, flag: Flag, target: string, words: readonly string[]): Planned | string {
  const terms = termsOf(desk);
  if (typeof terms === "string") return terms;
  return forEachScope(desk, flag, words, target, (choice, customers) =>
    listIn(desk.draft, choice, target, customers, terms),
  );
}

/** Takes customers out of every list of a flag. */
export function takeOutOfFlag(desk: Desk, flag: Flag, words: readonly string[]): Planned | string {
  return forEachScope(desk, flag, words, flag.name, (choice, customers) =>
    takeOut(desk.draft, choice, [...choice.lists.keys()], customers, desk.input.from),
  );
}

/** Edits the lists of a flag, scope by scope, and tells what it met with. */
function forEachScope(
  desk: Desk,
  flag: Flag,
  words: readonly string[],
  target: string,
  work: (choice: Choice, customers: readonly Customer[]) => readonly Incident[],
): Planned | string {
  const damage = whyDamaged(desk.models[0], flag.document);
  if (damage !== undefined) return damage;
  const named = customersOf(desk, words, { called: `flag \`${flag.name}\``, scopes: flag.scopes });
  if (typeof named === "string") return named;
  const incidents = [...named.byScope].flatMap(([scope, customers]) => {
    const choice: Choice = {
      file: flag.document.source.path,
      keys: keysFor(desk),
      lists: listsOf(flag, scope),
      ignoreCase: ignoresCaseIn(desk.model, scope),
      emptied: "goes",
      asOf: desk.asOf,
    };
    return work(choice, customers);
  });
  return { notes: [...named.notes, ...tellIncidents(incidents, target)] };
}

/** The lists of customers of a scope, by what each is called. */
function listsOf({ variants }: Flag, scope: string): ReadonlyMap<string, Path> {
  if (variants !== undefined) return new Map(variants.map((variant) => [variant, ["assign", variant, scope]]));
  return new Map(["enabled", "disabled"].map((key) => [key, [key, scope]]));
}
