import fc from "fast-check";

type Generate = fc.GeneratorValue;

/** A text, plain or one that YAML needs quotes for. */
export const anyText = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("Pilot in S-1", "a: b", "a #b", "- x", "1e3", "true", "null", "[x]", "x, y"),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom("it's", 'say "x"', "{a}", "007", "2027-01-31", "*", "&a", "!t", "é ü", "a:", "~"),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 }).map((text) => text.trim() || "x"),
  },
);

/** An id, plain or one that YAML needs quotes for. */
export const anyId = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 400 }).map((number) => `c-${String(number).padStart(3, "0")}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("Zeta", "beta", "x:y", "a@b.c", "1e3", "true", "a b", "#1", "ö", "null", "-5"),
  },
);

export const anyDay = fc.constantFrom("2026-12-31", "2027-01-31", "2027-06-30", "2027-01-31T09:00:00Z");

const texts = () => anyText;
const ids = () => anyId;
const days = () => anyDay;

/**
 * Writes a document of group sets in some of the many ways in which people write YAML: on lines and in brackets, with
 * comments, empty lines, quotes, odd spaces, other line breaks, a byte order mark, long lists. Comments on their own
 * lines begin with `#own`, and those within or after an entry with `#within` or `#behind`; each is unique.
 */
export function writeDocument(generate: Generate): string {
  const chance = (percent: number): boolean => generate(fc.integer, { min: 0, max: 99 }) >= 100 - percent;
  const below = (limit: number): number => generate(fc.integer, { min: 0, max: limit - 1 });
  const isCommented = chance(60);
  let comments = 0;
  const lines: string[] = [];
  let isAfterText = false;

  const comment = (kind: string): string => `#${kind}${++comments}`;
  const behind = (): string => (isCommented && chance(15) ? `${" ".repeat(1 + below(3))}${comment("behind")}` : "");
  const between = (indent: number, kind = "own"): void => {
    if (isAfterText || !isCommented) return;
    if (chance(8)) lines.push("");
    if (chance(12)) lines.push(`${" ".repeat(below(indent + 1))}${comment(kind)}`);
  };
  const scalar = (text: string): string => {
    const way = below(4);
    if (way === 0 && !text.includes("'")) return `'${text}'`;
    const isPlain = /^[A-Za-z][\w-]*$/.test(text) && !/^(?:true|null)$/.test(text);
    return (isPlain || /^\d{4}-\d\d-\d\d$/.test(text)) && way > 1 ? text : JSON.stringify(text);
  };
  const entryData = (): Record<string, string> => ({
    ...(chance(10) ? { reason: generate(texts) } : {}),
    id: generate(ids),
    ...(chance(30) ? { from: generate(days) } : {}),
    ...(chance(50) ? { until: generate(days) } : {}),
    ...(chance(30) ? { link: "https://a.example/x#y" } : {}),
  });
  const flowMap = (data: Record<string, string>): string => {
    const space = " ".repeat(below(3));
    const pairs = Object.entries(data).map(([key, value]) => `${key}: ${" ".repeat(below(2))}${scalar(value)}`);
    return `{${space}${pairs.join(chance(80) ? ", " : " , ")}${space}}`;
  };

  /** A key of a block mapping, with a text as its value. */
  const textKey = (indent: string, key: string, value: string): void => {
    if (chance(10)) {
      // A date with a line break after it is none.
      const kept = key === "from" || key === "until" ? "|-" : "|";
      lines.push(`${indent}${key}: ${chance(50) ? kept : ">-"}${behind()}`, `${indent}  ${value.replace(/^\s+/, "")}`);
      isAfterText = true;
      return;
    }
    lines.push(`${indent}${key}:${" ".repeat(1 + below(2))}${scalar(value)}${behind()}`);
    isAfterText = false;
  };

  const entry = (indent: string): void => {
    const way = below(10);
    if (way < 5) lines.push(`${indent}- ${scalar(generate(ids))}${behind()}`);
    else if (way < 8) lines.push(`${indent}-${" ".repeat(1 + below(2))}${flowMap(entryData())}${behind()}`);
    else {
      const gap = " ".repeat(1 + below(2));
      const inner = `${indent} ${gap}`;
      const data = Object.entries(entryData());
      const first = lines.length;
      for (const [index, [key, value]] of data.entries()) {
        if (index > 0) between(inner.length, "within");
        textKey(inner, key, value);
      }
      lines[first] = `${indent}-${gap}${(lines[first] ?? "").trimStart()}`;
      return;
    }
    isAfterText = false;
  };

  /** A list of entries as the value of a key: sorted or not, empty or long. */
  const list = (indent: number, key: string): void => {
    const start = `${" ".repeat(indent)}${key}:`;
    const way = below(10);
    isAfterText = false;
    if (way === 0) lines.push(`${start} []${behind()}`);
    else if (way < 4) {
      const items = Array.from({ length: 1 + below(4) }, () =>
        chance(70) ? scalar(generate(ids)) : flowMap(entryData()),
      );
      const isTall = chance(20);
      if (isTall) {
        lines.push(`${start} [`);
        for (const item of items) lines.push(`${" ".repeat(indent + 4)}${item},${behind()}`);
        lines.push(`${" ".repeat(indent + 2)}]${behind()}`);
      } else lines.push(`${start} [${items.join(chance(70) ? ", " : ",  ")}]${behind()}`);
    } else {
      lines.push(`${start}${behind()}`);
      const dash = " ".repeat(indent + below(3));
      const length = 1 + below(5);
      for (let index = 0; index < length; index++) {
        between(dash.length);
        entry(dash);
      }
      if (chance(35)) {
        const first = below(100);
        isAfterText = false;
        for (let index = 0; index < 40; index++) {
          if (isCommented && index % 13 === 5) lines.push(`${dash}${comment("own")}`);
          lines.push(`${dash}- r-${first + index * 3}${index % 11 === 3 ? ` ${comment("behind")}` : ""}`);
        }
      }
    }
  };

  if (chance(20)) lines.push(comment("own"), "");
  lines.push(`groups: g${behind()}`);
  if (chance(70)) textKey("", "description", generate(texts));
  between(0);
  if (chance(70)) textKey("", "owner", "widgets");
  if (chance(40)) lines.push("links: [ https://a.example/1,  'https://a.example/2' ]");
  between(0);
  if (chance(80)) textKey("", "scope", "account");
  const step = 1 + below(4);
  isAfterText = false;
  const membersAt = (indent: number): void => {
    lines.push(`${" ".repeat(indent)}members:${behind()}`);
    for (const name of ["canary", "vip", "late"].slice(0, 1 + below(3))) {
      between(indent + step);
      list(indent + step, name);
      isAfterText = false;
    }
  };
  if (chance(15)) list(0, "members");
  else membersAt(0);
  if (chance(30)) {
    isAfterText = false;
    lines.push("environments:", `${" ".repeat(step)}staging:${behind()}`);
    membersAt(2 * step);
  }
  if (isCommented && chance(30)) lines.push(comment("own"));
  const newline = chance(30) ? "\r\n" : "\n";
  return `${chance(10) ? "\ufeff" : ""}${lines.join(newline)}${chance(80) ? newline : ""}`;
}
