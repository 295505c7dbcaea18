import type { Effect, Impact, Kind } from "../effect/effect.ts";
import { count } from "../model/text/words.ts";
import type { NotCompared } from "./not-compared.ts";

const meanings: Readonly<Record<Impact, string>> = {
  none: "",
  data: "",
  added: "; adds to the generated API",
  breaking: "; BREAKING: code that uses these names will not compile",
};

/** An effect in one line. */
export function summaryOf(
  { impact, decisions, groups, properties, later, undone, unsaid }: Effect,
  notCompared: readonly NotCompared[] = [],
): string {
  const now = countNames(namesOf({ decisions, groups }));
  const then = countNames([...later, ...undone].flatMap(namesOf));
  const releases = countNames(properties.map(({ release }) => ({ kind: "release", name: release })));
  const parts = [
    now !== "" ? `an effect on ${now}` : unsaid.length > 0 ? "an effect" : "no effect on any customer",
    ...(then === "" ? [] : [`${now === "" && unsaid.length === 0 ? "but " : ""}later on ${then}`]),
    ...(unsaid.length === 0 ? [] : [`more than lists can name on ${countNames(unsaid)}`]),
    ...(releases === "" ? [] : [`other properties of ${releases}`]),
  ];
  const files = new Set(notCompared.map(({ path }) => path)).size;
  const rest = files === 0 ? "" : `; ${count(files, "file")} could not be compared`;
  return `${parts.join(", ")}${meanings[impact]}${rest}`;
}

function namesOf({ decisions, groups }: Pick<Effect, "decisions" | "groups">) {
  return [...decisions, ...groups.map(({ name }) => ({ kind: "groups" as const, name }))];
}

const nouns: Readonly<Record<Kind, string>> = {
  flag: "flag",
  release: "release",
  privilege: "privilege",
  groups: "group set",
};

/** How many names of each kind there are, each counted once: `2 flags, 1 group set`. */
function countNames(names: readonly { readonly kind: Kind; readonly name: string }[]): string {
  return (Object.keys(nouns) as Kind[])
    .map((kind) => [nouns[kind], new Set(names.filter((each) => each.kind === kind).map(({ name }) => name))] as const)
    .filter(([, own]) => own.size > 0)
    .map(([noun, own]) => count(own.size, noun))
    .join(", ");
}
