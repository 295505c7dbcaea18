import { diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import { untilOf } from "../../model/entries.ts";
import type { Privilege } from "../../model/model.ts";
import { count } from "../../model/text/words.ts";
import { formatEnd } from "../../model/time.ts";
import { type Breach, type Change, isPartial, spanInHead, waivable } from "./change.ts";

/** A frozen list may go only after its sunset, or once it holds nobody. */
export function* privilegeDropped(change: Change): Generator<Breach> {
  const { before, after, asOf } = change;
  for (const privilege of before?.privileges.values() ?? []) {
    const { name, document, frozen, expires } = privilege;
    const held = heldAt(privilege, asOf);
    const hasPassed = expires !== undefined && expires.at <= asOf;
    const goesOn = after.privileges.get(name)?.frozen !== undefined;
    if (frozen === undefined || held === 0 || hasPassed || goesOn || isPartial(change, name)) continue;
    const end = expires === undefined ? "without a sunset" : `before its sunset, ${formatEnd(expires.at)}`;
    const message = `the frozen list of \`${name}\` is removed ${end}; it has ${count(held, "customer")}`;
    const finding = diagnostic("gate/privilege-dropped", spanInHead(change, document), message, {
      related: [{ message: "they are here on the base", span: keySpan(document, document.data as object, "frozen") }],
      hint: "keep `frozen` until its sunset; customers who leave earlier move to `ended`",
    });
    yield waivable(finding, name);
  }
}

/** How many customers are held at an instant or will be later. */
function heldAt({ listed }: Privilege, instant: number): number {
  const ids = listed.flatMap(({ entries }) => entries.ids.filter((_, index) => untilOf(entries, index) > instant));
  return new Set(ids).size;
}
