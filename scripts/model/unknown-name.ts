import { suggest } from "../runtime/declare/suggest.ts";

/** What to say of a word that is not one of the names there are: the nearest one, or all of a few. */
export function unknown(noun: string, word: string, names: Iterable<string>): string {
  const all = [...names];
  const near = suggest(word, all);
  const advice =
    near !== undefined
      ? `did you mean \`${near}\`?`
      : all.length === 0
        ? "there are none"
        : `there are ${all.slice(0, 16).join(", ")}${all.length > 16 ? ` and ${all.length - 16} more` : ""}`;
  return `unknown ${noun} \`${word}\`; ${advice}`;
}
