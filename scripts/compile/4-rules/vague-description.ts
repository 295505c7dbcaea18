import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Named } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";

/** In a script without spaces between words, each character counts as a word. */
const wordPattern =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{M}\p{N}]+/gu;

/** A description should be a sentence of at least three words, and say more than the name. */
export function* vagueDescription(named: Named): Generator<Diagnostic> {
  if (isVague(named))
    yield diagnostic(
      "model/vague-description",
      spanAt(named, "description"),
      `the description of \`${named.name}\` is not a sentence`,
      { hint: isCutOff(spanAt(named, "description")) ? cutOff : "write a sentence: what changes for whom" },
    );
}

function isVague({ name, description }: Named): boolean {
  const words = description.match(wordPattern) ?? [];
  const saysTheName = words.join("").toLowerCase() === name.replace(/[_-]/g, "").toLowerCase();
  return words.length < 3 || saysTheName;
}

const cutOff = "for YAML, what follows ` #` is a comment: quote the description";

/** Whether a comment follows a text without quotes. */
function isCutOff({ source: { text }, start, end }: Span): boolean {
  return !/["']/.test(text.charAt(start)) && /^[ \t]+#/.test(text.slice(end, end + 100));
}
