import type { Fix } from "../../model/diagnostic.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { formats, hiddenCharacters } from "../../model/formats.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { writeText } from "../../model/text/quoting.ts";
import { keyOf, type Node, spanOfNode, subjectOf, textOfNode } from "./node.ts";

/** The finding for a text that does not have its format. */
export function explainFormat(node: Node, format: string): Diagnostic {
  const text = String(node.value);
  if (format === "match") return badMatch(node, text);
  if (format === "id") return badId(node, text);
  return format === "version" ? badVersion(node, text) : badDate(node, text, format === "day");
}

/** The finding for a pattern of ids that is not one. */
function badMatch(node: Node, text: string): Diagnostic {
  const beginning = text.replace(/\*$/, "");
  const hasForm = /^[^*]{3,}$/u.test(beginning) && text !== beginning;
  if (hasForm) return badId(node, text);
  const hint = beginning.includes("*")
    ? "the only wildcard is one `*` at the end"
    : beginning.length < 3
      ? "write at least three characters and a `*`, such as acme-test-*"
      : "end it with a `*`, such as acme-test-*; for a single customer, use `id`";
  const shown = ellipsis(text);
  const subject = shown === "" ? subjectOf(node) : `\`${shown}\``;
  const message = `${subject} is ${text === "" ? "empty" : "not a pattern of ids"}`;
  return diagnostic("schema/wrong-value", spanOfNode(node), message, { hint });
}

function badDate(node: Node, text: string, dayOnly: boolean): Diagnostic {
  const span = spanOfNode(node);
  const bare = text.replace(wrapping, "");
  const [, year, month, day] = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(text) ?? [];
  const written = `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`;
  if (text === written) {
    const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    const isMonth = Number(month) >= 1 && Number(month) <= 12;
    return diagnostic("schema/bad-date", span, `there is no day \`${text}\``, {
      hint: isMonth
        ? `the last day of that month is ${year}-${month}-${last}`
        : "the month is the number in the middle",
    });
  }
  const repaired = [written, dayFirst(bare), bare, text.replace(/^(\S{10}) /, "$1T")].find(
    (each) => each !== undefined && each !== text && formats.instant(each),
  );
  const fix: Fix | undefined =
    repaired === undefined || (dayOnly && !formats.day(repaired)) || /^\d{4}[-/.]?\d{3}$/.test(text)
      ? undefined
      : { title: `write \`${repaired}\``, edits: [{ span, text: repaired }] };
  if (dayOnly && formats.instant(text)) {
    const hint = `write the day alone, such as ${text.slice(0, 10)}`;
    return diagnostic("schema/bad-date", span, `\`${keyOf(node)}\` must be a day without a time`, { hint });
  }
  if (text !== bare && repaired === bare)
    return diagnostic("schema/bad-date", span, "the date has white space or other quotes around it", { fix });
  const endless = /^(?:never|none|no|forever|false|-|open)$/i.test(text) ? endlessAdvice.get(keyOf(node)) : undefined;
  if (endless !== undefined) return diagnostic("schema/bad-date", span, `\`${text}\` is not a date`, { hint: endless });
  const hint = formats.instant(`${text}Z`)
    ? "a time needs its offset from UTC: end it with `Z`, or with an offset such as `+01:00`"
    : `write a day as YYYY-MM-DD${dayOnly ? "" : ", or an instant such as 2027-01-31T09:00:00Z"}`;
  const shown = ellipsis(text);
  const subject = shown === "" ? subjectOf(node) : `\`${shown}\``;
  return diagnostic("schema/bad-date", span, `${subject} is ${text === "" ? "empty" : "not a date"}`, {
    hint,
    fix,
  });
}

/** White space and typographic quotes around a text. */
const wrapping = /^[\s“”„‘’‚«»'"]+|[\s“”„‘’‚«»'"]+$/g;

/** How to say that there is no last day. */
const endlessAdvice = new Map([
  ["expires", "for no last day, write `permanent: <the reason>` instead"],
  ["until", "for no last day, remove `until`"],
  ["sunset", "for no last day, remove `sunset`"],
]);

/** A date that is written with the year last, if only one of its two other numbers can be the month. */
function dayFirst(text: string): string | undefined {
  const [, one = "", sign, other = "", year] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  const [day, month] = Number(other) > 12 ? [other, one] : [one, other];
  // With dots, the day is always first; with other signs, it depends on the country.
  const isSure = Number(day) > 12 || (sign === "." && Number(other) <= 12);
  return year !== undefined && isSure ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : undefined;
}

/**
 * Characters that can be removed without a visible difference; joiners are left to people, since some scripts need
 * them.
 */
const invisible = /[\u00ad\u200b\u2060\ufeff]/g;

function badId(node: Node, text: string): Diagnostic {
  const hint =
    text.trim() === ""
      ? "write the id of a customer, or remove it"
      : "type the id again: a character that cannot be seen makes it another customer";
  const fix = withoutHidden(node, text);
  return diagnostic("schema/bad-id", spanOfNode(node), whyHidden("an id", text), { hint, fix });
}

function badVersion(node: Node, text: string): Diagnostic {
  const hint = "write it as services and `blocked` have it: versions are compared as texts";
  const fix = withoutHidden(node, text);
  return diagnostic("schema/wrong-value", spanOfNode(node), whyHidden("a version", text), { hint, fix });
}

/** The fix that removes what cannot be seen, if the rest is what was meant. */
function withoutHidden(node: Node, text: string): Fix | undefined {
  const repaired = text.replace(invisible, "").trim();
  if (repaired === text || !formats.id(repaired)) return undefined;
  const edit = { span: spanOfNode(node), text: writeText(repaired, textOfNode(node)) };
  return { title: "remove the invisible characters", edits: [edit] };
}

function whyHidden(what: string, text: string): string {
  if (text === "") return `${what} is empty`;
  const [hidden] = hiddenCharacters.exec(text) ?? [];
  return hidden === undefined
    ? `${what} starts or ends with white space`
    : `${what} contains the ${characterKind(hidden)} U+${codeOf(hidden)}`;
}

function characterKind(character: string): string {
  if (/\p{Cc}/u.test(character)) return "control character";
  if (/\p{Bidi_Control}/u.test(character)) return "bidirectional character";
  if (/\p{Cs}/u.test(character)) return "unpaired surrogate";
  return /[\u2028\u2029]/.test(character) ? "line separator" : "zero-width character";
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/** What a text must look like, by the name of its shape or else its key. */
const forms = new Map(
  Object.entries<readonly [message: string, hint: string]>({
    link: ["is not a link", "write a URL, such as https://tracker.example.com/INC-42"],
    group: ["is not a group", "write a group as `set/group`, such as ring/canary"],
    digest: ["is not a digest", "write the SHA-256 of the id as 64 lower-case hexadecimal digits"],
    soak: ["is not a duration", "write a whole number and a unit: 45s, 30m, 3h or 2d, and at most 9999d"],
    seal: ["is not a seal", "a seal is `sha256-` and 44 base64 characters, as `flagstone freeze` wrote it"],
  }),
);

/** The finding for a text that does not match its pattern. */
export function explainPattern(node: Node): Diagnostic {
  const [message, hint] = forms.get(node.place.name ?? "") ??
    forms.get(keyOf(node)) ?? ["does not have the expected form"];
  const text = ellipsis(String(node.value));
  const subject = text === "" ? subjectOf(node) : `\`${text}\``;
  return diagnostic(
    "schema/wrong-value",
    spanOfNode(node),
    text === "" ? `${subject} is empty` : `${subject} ${message}`,
    {
      hint,
    },
  );
}
