import type { Range } from "../../model/document.ts";
import { onConflict } from "./explain-yaml-error.ts";

/** Where a text stops being JSON. */
interface JsonError extends Range {
  readonly message: string;
  readonly hint?: string;
}

const token =
  /[ \t\r\n]*(?:([[\]{}:,])|("(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])|(?:true|false|null)(?!\w)))/y;

/** The first place at which a text is not JSON, or undefined if it is; each runtime words the place differently. */
export function jsonError(text: string): JsonError | undefined {
  const plain = text.replace(/^\ufeff/, " ");
  try {
    JSON.parse(plain);
    return undefined;
  } catch {
    return locate(plain);
  }
}

/** What may come next: a value, a key, a colon, a comma or the end of the container, or nothing. */
type Expected = "value" | "value or ]" | "key" | "key or }" | ":" | ", or end" | "end";

function locate(text: string): JsonError {
  const open: string[] = [];
  let expected: Expected = "value";
  token.lastIndex = 0;
  for (;;) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return fault(text, from);
    const [whole, sign, string] = match;
    const at = token.lastIndex - whole.trimStart().length;
    const done: Expected = open.length === 0 ? "end" : ", or end";
    const isValue: boolean = expected === "value" || expected === "value or ]";
    if (sign === undefined) {
      if (string !== undefined && (expected === "key" || expected === "key or }")) expected = ":";
      else if (isValue) expected = done;
      else return fault(text, at);
    } else if ((sign === "[" || sign === "{") && isValue) {
      open.push(sign);
      expected = sign === "[" ? "value or ]" : "key or }";
    } else if (sign === "]" || sign === "}") {
      const fits = expected === ", or end" || expected === (sign === "]" ? "value or ]" : "key or }");
      if (!fits || open.pop() !== (sign === "]" ? "[" : "{")) return fault(text, at, sign);
      expected = open.length === 0 ? "end" : ", or end";
    } else if (sign === ":" && expected === ":") expected = "value";
    else if (sign === "," && expected === ", or end") expected = open.at(-1) === "[" ? "value" : "key";
    else return fault(text, at);
  }
}

function fault(text: string, from: number, closing?: string): JsonError {
  const start = from + (/^[ \t\r\n]*/.exec(text.slice(from))?.[0].length ?? 0);
  const message = "package.json is not JSON";
  if (start >= text.length) return { start, end: start, message: `${message}: the file ends too early` };
  const end = start + 1;
  const before = text.slice(0, start).trimEnd().at(-1);
  if (closing !== undefined && before === ",") return { start, end, message, hint: "remove the comma before it" };
  if (text.startsWith("//", start) || text.startsWith("/*", start) || text[start] === "#") {
    return { start, end, message, hint: "JSON has no comments" };
  }
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(text.slice(start, start + 7)))
    return { start, end, message: `${message}: a merge conflict was left here`, hint: onConflict };
  if (text[start] === "'") return { start, end, message, hint: 'JSON quotes with `"`' };
  return { start, end, message };
}
