import type { CustomerStatement, Identity, Item, StatedAnswer } from "../../history/statement/customer-statement.ts";
import { count, nameSome } from "../../model/text/words.ts";
import { formatEnd } from "../../model/time.ts";
import { writeValue } from "../../model/value.ts";
import { type Detail, quoted } from "../pages/page.ts";
import { changeDetails, commitDetails } from "./commit-words.ts";

/** An answer as an accountant says it. */
export function answerWords({ kind, value, content }: StatedAnswer): string {
  if (kind === "privilege") return value === true ? "kept" : "not kept";
  if (kind === "groups") return Array.isArray(value) && value.length > 0 ? value.map(quoted).join(", ") : "in no group";
  if (typeof value === "boolean") return value ? "on" : "off";
  const name = quoted(`${value}`);
  return content === undefined || content === value ? name : `${name} = ${quoted(writeValue(content))}`;
}

/** What an item of a statement says below its title. */
export function itemDetails(item: Item): readonly Detail[] {
  const { kind, name, frozen, description, details, until, places, untold } = item;
  const [place, ...others] = places;
  const why: Detail[] =
    frozen === undefined
      ? [["why", `${whyWords(item)}${place === undefined ? "" : ` (${quoted(`${place.path}:${place.line}`)})`}`]]
      : [
          ["since", `${frozen.date}, when the flag ${quoted(frozen.flag)} was frozen`],
          ["why", `it had the flag then (${quoted(`${place?.path}:${place?.line}`)})`],
        ];
  return [
    ["what", description],
    ...why,
    ...others.map(({ message, path, line }): Detail => ["and", `${message} (${quoted(`${path}:${line}`)})`]),
    ...(untold.length === 0 ? [] : [["not told", untold.map(quoted).join(", ")] as const]),
    ...(details.from === undefined ? [] : [["from", details.from] as const]),
    ...(kind === "privilege" ? [["otherwise", `a plan would have to grant ${quoted(name)}`] as const] : []),
    ["until", until === undefined ? "no end is set" : formatEnd(until)],
    ...reasonDetails(details),
    ...commitDetails(item.commit),
    ...changeDetails(item.changed),
  ];
}

export function reasonDetails({ reason, link }: Item["details"]): readonly Detail[] {
  return [
    ...(reason === undefined ? [] : [["reason", reason] as const]),
    ...(link === undefined ? [] : [["link", quoted(link)] as const]),
  ];
}

/** Why an answer is what it is, in words. */
export function whyWords(answer: StatedAnswer): string {
  const { rule, places } = answer;
  const said = places[0]?.message ?? `decided by ${rule}`;
  if (rule !== "listed" || answer.kind === "privilege") return said;
  return `the customer is listed as ${answerWords(answer)}`;
}

/** A customer as a statement names it. */
export function customerWords({ scope, given }: Identity): string {
  return `${scope} ${quoted(given)}`;
}

/** What the files know of who a customer is. */
export function identityLines({ identities }: CustomerStatement): readonly string[] {
  return identities.flatMap(({ scope, given, id, formerIds, parents, children }) => [
    ...(id === given ? [] : [`${quoted(given)} is ${scope} ${quoted(id)} now.`]),
    ...(formerIds.length === 0 ? [] : [`${quoted(id)} was ${formerIds.map(quoted).join(", ")} before.`]),
    ...parents.map((parent) => `${quoted(id)} belongs to ${parent.scope} ${quoted(parent.id)}, and gets the same.`),
    ...(children.length === 0
      ? []
      : [
          `What it has, ${count(children.length, "other")} ${children.length === 1 ? "has" : "have"} too: ${someOf(children.map((each) => `${each.scope} ${quoted(each.id)}`))}.`,
        ]),
  ]);
}

const mostNamed = 10;

/** The first of many, and how many more there are. */
export function someOf(words: readonly string[]): string {
  return nameSome(words, mostNamed);
}
