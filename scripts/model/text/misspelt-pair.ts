import { nameOfSpace, oddSpace } from "./odd-space.ts";

/** A key and a value, written almost as YAML wants them. */
export interface MisspeltPair {
  readonly key: string;
  readonly value: string;
  /** Where the value begins in the text. */
  readonly valueStart: number;
  /** What is wrong between them, as a message says it. */
  readonly fault: string;
}

const space = `(?:[ \\t]|${oddSpace.source})*`;
const pair = new RegExp(`^([\\w-]+)(${space})([:：]|={1,3})(${space})(\\S.*)$`);

/** Reads a line like `account:[acme]`, `account：acme` or `account == acme`; undefined where it is none of them. */
export function readMisspeltPair(line: string): MisspeltPair | undefined {
  const [, key, before = "", sign, after = "", value] = pair.exec(line) ?? [];
  if (key === undefined || value === undefined) return undefined;
  const odd = oddSpace.exec(before + after)?.[0];
  const told = { key, value, valueStart: line.length - value.length };
  if (sign?.startsWith("=")) return { ...told, fault: `a key has a colon after it, not \`${sign}\`` };
  if (sign === "：") return { ...told, fault: "a key has the colon `:` after it, not `：` (U+FF1A)" };
  if (odd !== undefined) return { ...told, fault: `the white space at this colon is ${nameOfSpace(odd)}` };
  return after === "" ? { ...told, fault: "a space is missing after the colon" } : undefined;
}
