import { groupBy } from "../../model/group-by.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { nameSome } from "../../model/text/words.ts";
import { formatEnd } from "../../model/time.ts";
import type { Customer } from "../lists/customer.ts";
import type { ListingChange } from "../lists/list-customers.ts";

/** Sentences about the changes of an edit of customers; customers with the same change are combined. */
export function describeListing(changes: readonly ListingChange[], target: string): readonly string[] {
  const groups = groupBy(changes, ({ what, list, until, lost = [] }) => JSON.stringify([what, list, until, lost]));
  return [...groups.values()].map((group) => sentence(group, target));
}

function sentence(group: readonly ListingChange[], target: string): string {
  const { what, list, until, lost = [] } = group[0] as ListingChange;
  const [who, isOne] = [nameAll(group.map(({ customer }) => customer)), group.length === 1];
  switch (what) {
    case "listed":
      return until === Infinity
        ? `${who} ${isOne ? "is" : "are"} in \`${target}\` already`
        : `${who} ${isOne ? "is" : "are"} in \`${target}\` already, until ${formatEnd(until)}; \`--until none\` removes the end`;
    case "begun":
      return `${who} ${isOne ? "is" : "are"} in \`${target}\` already, and ${isOne ? "stays" : "stay"}: \`--from\` changes nothing`;
    case "also":
      return `${who} ${isOne ? "stays" : "stay"} in \`${target}\` until ${formatEnd(until)}, and ${isOne ? "is" : "are"} listed a second time for later`;
    case "over":
      return `the entry of ${who} in \`${target}\` had ended; it starts again`;
    case "several":
      return `several entries of ${who} became one`;
    case "moved":
      return `${who} ${isOne ? "moves" : "move"} from \`${list}\` to \`${target}\`${until === Infinity ? "" : `, and does not move back after ${formatEnd(until)}`}${droppedOf(lost, isOne)}`;
    case "ended":
      return `${who} ${isOne ? "stays" : "stay"} in \`${list}\` until ${formatEnd(until)}`;
    case "removed":
      return `${who} ${isOne ? "leaves" : "leave"} \`${list}\``;
    case "absent":
      return `${who} ${isOne ? "is" : "are"} not listed${target === "" ? "" : ` in \`${target}\``}`;
  }
}

function droppedOf(lost: readonly string[], isOne: boolean): string {
  if (lost.length === 0) return "";
  return `; without what ${isOne ? "its entry" : "their entries"} said: ${lost.map((each) => `\`${ellipsis(each)}\``).join(", ")}`;
}

/** At most this many customers are named. */
const most = 5;

function nameAll(customers: readonly Customer[]): string {
  return nameSome(
    customers.map(({ text }) => `\`${text}\``),
    most,
  );
}
