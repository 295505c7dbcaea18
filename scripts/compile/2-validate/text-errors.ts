import type { Fix } from "../../model/diagnostic.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { formats, hiddenCharacters } from "../../model/formats.ts";
import { shorten } from "../../model/text/ellipsis.ts";
import { writeText } from "../../model/text/quoting.ts";
import { keyOf, type Spot, spanOfSpot, subjectOf, textOfSpot } from "./node.ts";

/** The finding of a text that does not have the format it should. */
export function explainFormat(spot: Spot, format: string): Diagnostic {
  const text = String(spot.value);
  if (format === "match") return badMatch(spot, text);
  return format === "id" ? badId(spot, text) : badDate(spot, text, format === "day");
}

/** The finding of a pattern of ids that is none. */
function badMatch(spot: Spot, text: string): Diagnostic {
  const beginning = text.replace(/\*$/, "");
  const hasForm = /^[^*]{3,}$/u.test(beginning) && text !== beginning;
  if (hasForm) return badId(spot, text);
  const hint = beginning.includes("*")
    ? "only the end is left open, by one `*`"
    : beginning.length < 3
      ? "write at least three characters and a `*`, as in acme-test-*"
      : "end it with a `*`, as in acme-test-*; a single customer is an `id`";
  const shown = shorten(text);
  const subject = shown === "" ? subjectOf(spot) : `\`${shown}\``;
  const message = `${subject} is ${text === "" ? "empty" : "no pattern of ids"}`;
  return diagnostic("schema/wrong-value", spanOfSpot(spot), message, { hint });
}

function badDate(spot: Spot, text: string, dayOnly: boolean): Diagnostic {
  const span = spanOfSpot(spot);
  const [, year, month, day] = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(text) ?? [];
  const written = `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`;
  if (text === written) {
    const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    const isMonth = Number(month) >= 1 && Number(month) <= 12;
    return diagnostic("schema/bad-date", span, `no calendar has the day \`${text}\``, {
      hint: isMonth
        ? `the last day of that month is ${year}-${month}-${last}`
        : "the month is the number in the middle",
    });
  }
  const repaired = [written, text.replace(/^(\S{10}) /, "$1T")].find((each) => each !== text && formats.date(each));
  const fix: Fix | undefined =
    repaired === undefined || (dayOnly && !formats.day(repaired)) || /^\d{4}[-/.]?\d{3}$/.test(text)
      ? undefined
      : { title: `write \`${repaired}\``, edits: [{ span, text: repaired }] };
  if (dayOnly && formats.date(text)) {
    const hint = `write the day alone, as in ${text.slice(0, 10)}`;
    return diagnostic("schema/bad-date", span, `\`${keyOf(spot)}\` is a day, without a time`, { hint });
  }
  const hint = formats.date(`${text}Z`)
    ? "a time says how far it is from UTC: end it with `Z`, or with an offset such as `+01:00`"
    : `write a day as YYYY-MM-DD${dayOnly ? "" : ", or an instant as 2027-01-31T09:00:00Z"}`;
  const shown = shorten(text);
  const subject = shown === "" ? subjectOf(spot) : `\`${shown}\``;
  return diagnostic("schema/bad-date", span, `${subject} is ${text === "" ? "empty" : "not written as a date"}`, {
    hint,
    fix,
  });
}

/** Characters whose loss no reader can see; joiners are left to people, for some scripts need them. */
const invisible = /[\u00ad\u200b\u2060\ufeff]/g;

function badId(spot: Spot, text: string): Diagnostic {
  const span = spanOfSpot(spot);
  const repaired = text.replace(invisible, "").trim();
  const fix: Fix | undefined =
    repaired !== text && formats.id(repaired)
      ? { title: "remove what cannot be seen", edits: [{ span, text: writeText(repaired, textOfSpot(spot)) }] }
      : undefined;
  const [hidden] = hiddenCharacters.exec(text) ?? [];
  const message =
    text === ""
      ? "an id is empty"
      : hidden === undefined
        ? "an id begins or ends with white space"
        : `an id has the ${characterKind(hidden)} U+${codeOf(hidden)}`;
  return diagnostic("schema/bad-id", span, message, { fix });
}

function characterKind(character: string): string {
  if (/\p{Cc}/u.test(character)) return "control character";
  if (/\p{Bidi_Control}/u.test(character)) return "bidirectional character";
  if (/\p{Cs}/u.test(character)) return "half character";
  return /[\u2028\u2029]/.test(character) ? "line separator" : "zero-width character";
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/** What a text must look like, by the name of its shape or else its key. */
const forms: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  link: ["is no link", "write a URL, as in https://tracker.example.com/INC-42"],
  group: ["is no group", "write a group as `set/group`, as in ring/canary"],
  digest: ["is no digest", "write the SHA-256 of the id in 64 hexadecimal digits, in lower case"],
  soak: ["is no length of time", "write a whole number and a unit: 45s, 30m, 3h or 2d"],
  seal: ["is no seal", "a seal is `sha256-` and 44 characters of base64, as the freeze wrote it"],
};

/** The finding of a text that does not follow the pattern it should. */
export function explainPattern(spot: Spot): Diagnostic {
  const [message, hint] = forms[spot.place.name ?? ""] ??
    forms[keyOf(spot)] ?? ["does not have the form that is wanted"];
  const text = shorten(String(spot.value));
  const subject = text === "" ? subjectOf(spot) : `\`${text}\``;
  return diagnostic(
    "schema/wrong-value",
    spanOfSpot(spot),
    text === "" ? `${subject} is empty` : `${subject} ${message}`,
    {
      hint,
    },
  );
}
