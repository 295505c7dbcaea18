import { groupBy } from "../model/group-by.ts";

/** Customers who are asked in the same way. */
export type Ids = readonly string[];

/** Classes of customers who get the same answers in some views, unless hashes tell them apart. */
export type Kin = readonly Ids[];

/** Some customers and the answer that they get. */
export interface Answered<Answer> {
  readonly way: Answer;
  readonly ids: Ids;
}

/** Finds the answers of each class of a kin by asking one customer for all. */
export function askKin<Answer>(
  kin: Kin,
  /** The answers of all customers who differ from one only in their hashes. */
  askAlike: (id: string) => readonly Answer[],
  /** The answers of some who do, and which of them have each. */
  askAll: (ids: Ids) => readonly Answered<Answer>[],
): { readonly only: Answer } | ((ids: Ids) => readonly Answered<Answer>[]) {
  if (kin.length === 1) return askAll;
  const [only, ...others] = askAlike(kin[0]?.[0] ?? "");
  if (only !== undefined && others.length === 0) return { only };
  const found = new Map<string, Answer>();
  for (const { way, ids } of askAll(kin.flat())) for (const id of ids) found.set(id, way);
  return (all) => {
    const own = groupBy(all, (id) => found.get(id) as Answer);
    return [...own].map(([way, ids]) => ({ way, ids }));
  };
}
