import { addTo } from "../../model/group-by.ts";
import { mentionedIn } from "../../model/mentioned-ids.ts";
import type { Model } from "../../model/model.ts";
import { namedThings } from "../../model/model-queries.ts";

/** The text that replaces an id. */
const masked = "[customer]";

/** A word, or several that are joined by characters inside ids: `acme-shop`, `u.42@acme.com`. */
const joined = /[\p{L}\p{M}\p{N}_]+(?:[-.@:/+][\p{L}\p{M}\p{N}_]+)*/gu;

/** A function that replaces every customer id of the models in a text, except those that are also names. */
export function maskIds(models: readonly Model[]): (text: string) => string {
  const known = new Set<string>();
  /** Ids that are not joined words, by their first word. */
  const odd = new Map<string, string[]>();
  const names = namesIn(models);
  for (const ids of mentionedIn(models).values())
    for (const id of ids.keys()) {
      const own = folded(id);
      if (names.has(own)) continue;
      if (own.replace(joined, "") === "" && [...own.matchAll(joined)].length === 1) known.add(own);
      else addTo(odd, own.match(joined)?.[0] ?? "", own);
    }
  const prefixes = prefixesIn(models);
  const isId = (word: string): boolean => known.has(word) || prefixes.some((prefix) => word.startsWith(prefix));
  return (text) => {
    let said = text.normalize("NFC");
    for (const word of ["", ...(said.match(joined) ?? [])])
      for (const id of odd.get(folded(word)) ?? []) said = replaceEach(said, id);
    return said.replace(joined, (words) => maskWords(words, isId));
  };
}

/** Masks ids in joined words, the longest first: `acme.com` before `acme`. */
function maskWords(words: string, isId: (word: string) => boolean): string {
  if (isId(folded(words))) return masked;
  const parts = words.split(/([.@:/+])/);
  for (let length = parts.length - 2; length >= 1; length -= 2)
    for (let start = 0; start + length <= parts.length; start += 2)
      if (isId(folded(parts.slice(start, start + length).join("")))) {
        const [before, after] = [parts.slice(0, start).join(""), parts.slice(start + length).join("")];
        return `${maskWords(before, isId)}${masked}${maskWords(after, isId)}`;
      }
  return words;
}

function replaceEach(written: string, id: string): string {
  // If folding changes the length, offsets refer to the folded text.
  const text = folded(written).length === written.length ? written : folded(written);
  const at = id === "" ? -1 : folded(text).indexOf(id);
  return at < 0 ? text : `${text.slice(0, at)}${masked}${replaceEach(text.slice(at + id.length), id)}`;
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

function prefixesIn(models: readonly Model[]): readonly string[] {
  const prefixes = models.flatMap(({ sets }) =>
    [...sets.values()].flatMap(({ groups }) => [...groups.values()].flatMap(({ patterns }) => patterns)),
  );
  return [...new Set(prefixes.map(({ prefix }) => folded(prefix)))];
}

/** Words that the pages show anyway: names, owners, groups, variants, scopes, environments. */
function namesIn(models: readonly Model[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const model of models) {
    for (const { name, owner } of namedThings(model)) names.add(name).add(owner);
    for (const { groups } of model.sets.values())
      for (const { name, reference } of groups.values()) names.add(name).add(reference);
    for (const { values } of model.flags.values()) for (const value of values) names.add(`${value}`);
    for (const scope of model.config.scopes.keys()) names.add(scope);
    for (const environment of model.config.environments) names.add(environment);
  }
  return new Set([...names].map(folded));
}
