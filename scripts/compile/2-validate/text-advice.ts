import type { Fix } from "../../model/diagnostic.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { type MisspeltPair, readMisspeltPair } from "../../model/text/misspelt-pair.ts";
import { nameOfSpace, oddSpace } from "../../model/text/odd-space.ts";
import { writeText } from "../../model/text/quoting.ts";
import { type Node, spanOfNode, textOfNode } from "./node.ts";
import { stepInto, typesAt } from "./schema.ts";

/** What is wrong with a text that its author meant as keys or as a list, and how to write those. */
interface TextAdvice {
  /** Undefined where nothing better can be said than that another type is wanted. */
  readonly message?: string;
  readonly hint: string;
  readonly fix?: Fix | undefined;
}

const gap = `(?:[ \\t]|${oddSpace.source})*`;
const item = new RegExp(`^([-–—−•*·‣])(${gap})(\\S.*)$`);
const separator = new RegExp(`${gap}[,;|，；、]${gap}`);
const around = new RegExp(`^(?:\\s|${oddSpace.source})+|(?:\\s|${oddSpace.source})+$`, "g");

/** The advice about a text where the language wants keys, or a list; undefined where the text is neither. */
export function adviceOnText(node: Node): TextAdvice | undefined {
  if (typeof node.value !== "string" || node.document.kind === "config") return undefined;
  const wanted = typesAt(node.place);
  return (
    (wanted.includes("object") ? asKeys(node) : undefined) ?? (wanted.includes("array") ? asList(node) : undefined)
  );
}

function asKeys(node: Node): TextAdvice | undefined {
  const lines = linesOf(node);
  const pairs = lines.map((line) => readMisspeltPair(line) ?? readWithoutColon(node, line));
  const [first] = pairs;
  const isKey = (key: string): boolean => stepInto(node.place, {}, key) !== undefined;
  if (first === undefined || !isKey(first.key)) return undefined;
  const written = pairs.map((each) => each && `${each.key}: ${valueUnder(node, each.key, each.value)}`);
  const [example = ""] = written;
  const isSure = pairs.every((each) => each !== undefined && isKey(each.key));
  return {
    message: first.fault,
    hint: `write \`${ellipsis(example)}\``,
    fix: isSure
      ? rewrite(
          node,
          written.flatMap((each) => each ?? []),
          (all) => `{ ${all.join(", ")} }`,
        )
      : undefined,
  };
}

/** A scope of the document without a colon after it. */
function readWithoutColon({ document }: Node, line: string): Pick<MisspeltPair, "key" | "value" | "fault"> | undefined {
  const [, key = "", value = ""] = /^([\w-]+)[ \t]+(\S.*)$/.exec(line) ?? [];
  const { scope } = document.data as { readonly scope?: unknown };
  const isScope = value !== "" && [scope, "groups"].flat().includes(key);
  return isScope ? { key, value, fault: `a colon is missing after \`${key}\`` } : undefined;
}

/** A value under a key, in brackets if a list is expected there. */
function valueUnder(node: Node, key: string, value: string): string {
  const place = stepInto(node.place, {}, key);
  if (place === undefined || !typesAt(place).includes("array") || /^[[{]/.test(value)) return value;
  return inBrackets(itemsOf(value) ?? [value]);
}

function asList(node: Node): TextAdvice | undefined {
  const lines = linesOf(node);
  const dashed = lines.map((line) => item.exec(line));
  const [first] = dashed;
  if (first != null && isOwnLine(node)) {
    const [, sign, between = ""] = first;
    const isSure = dashed.every((each) => each != null);
    const odd = oddSpace.exec(between)?.[0];
    return {
      message:
        sign !== "-"
          ? `an item of a list has the dash \`-\` before it, not \`${sign}\``
          : odd === undefined
            ? "a space is missing after the dash"
            : `the white space at this dash is ${nameOfSpace(odd)}`,
      hint: `write \`- ${ellipsis(first[3] ?? "")}\``,
      fix: isSure
        ? rewrite(
            node,
            dashed.map((each) => `- ${each?.[3] ?? ""}`),
            inBrackets,
          )
        : undefined,
    };
  }
  const [text = "", ...more] = lines;
  const isFraction = typesAt(node.place).includes("number") && /^\d+,\d+$/.test(text);
  if (more.length > 0 || isFraction) return undefined;
  const items = itemsOf(text);
  if (items !== undefined) {
    const brackets = inBrackets(items);
    return { hint: "write the items in brackets, with commas", fix: rewrite(node, [brackets], () => brackets) };
  }
  if (first != null) return { hint: `write \`${inBrackets([first[3] ?? ""])}\`, or after a dash in a line of its own` };
  if (/^[\w./-]+(?: [\w./-]+)+$/.test(text))
    return {
      hint: `write \`${ellipsis(inBrackets(text.split(" ")))}\`, or \`[${ellipsis(JSON.stringify(text))}]\` for one item`,
    };
  return undefined;
}

/** The items of a list without its brackets; undefined for what may be one item. */
function itemsOf(text: string): readonly string[] | undefined {
  const inside = /^[[(（［【](.*)[\])）］】]$/.exec(text)?.[1];
  const bare = inside ?? /^["'“‘„](.*)["'”’“]$/.exec(text)?.[1] ?? text;
  const items = bare.split(separator).map((each) => each.replace(around, "").replace(/^["'“‘„](.*)["'”’“]$/, "$1"));
  if (items.some((each) => each === "" || /[[\]{}]/.test(each))) return undefined;
  // An address may have any of these signs in it.
  if (items.some((each) => each.includes("://")) && !items.every((each) => each.includes("://"))) return undefined;
  return items.length > 1 || inside !== undefined ? items : undefined;
}

function inBrackets(items: readonly string[]): string {
  return `[${items.map((each) => writeText(each, "", true)).join(", ")}]`;
}

function linesOf(node: Node): readonly string[] {
  return textOfNode(node)
    .split("\n")
    .map((line) => line.replace(around, ""))
    .filter((line) => line !== "");
}

/** Whether a node begins a line. */
function isOwnLine(node: Node): boolean {
  const { source, start } = spanOfNode(node);
  return source.text.slice(source.text.lastIndexOf("\n", start - 1) + 1, start).replace(around, "") === "";
}

/** The fix that replaces a text with lines, each in place, or all in brackets after a key. */
function rewrite(node: Node, lines: readonly string[], inline: (lines: readonly string[]) => string): Fix | undefined {
  const span = spanOfNode(node);
  const [first = ""] = lines;
  if (!isOwnLine(node)) {
    const text =
      lines.length === 1 && /^\[.*\]$/.test(first) ? first : inline(lines.map((line) => line.replace(/^- /, "")));
    return { title: `write \`${ellipsis(text)}\``, edits: [{ span, text }] };
  }
  let index = 0;
  const text = textOfNode(node).replace(/[^\r\n]+/g, (line) => {
    const bare = line.replace(around, "");
    return bare === "" ? line : line.replace(bare, () => lines[index++] ?? bare);
  });
  const title = lines.length === 1 ? `write \`${ellipsis(first)}\`` : "correct each line";
  return { title, edits: [{ span, text }] };
}
