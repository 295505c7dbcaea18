import {
  findNodeAtLocation,
  getNodeValue,
  modify,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { positionOf } from "../../model/text/source.ts";
import type { FindString } from "./string-place.ts";

/** In JSON, comments and commas at ends of lists included. */
export const findInJson: FindString = (source, keys) => {
  const shift = source.text.startsWith("\ufeff") ? 1 : 0;
  const text = source.text.slice(shift);
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true, disallowComments: false };
  const root = parseTree(text, errors, options);
  const [error] = errors;
  if (error !== undefined)
    return `no JSON: ${printParseErrorCode(error.error)} in line ${positionOf(source, error.offset + shift).line}`;
  if (root?.type !== "object") return "no object";

  for (let depth = 1; depth < keys.length; depth++) {
    const around = findNodeAtLocation(root, keys.slice(0, depth));
    if (around !== undefined && around.type !== "object") return `\`${keys.slice(0, depth).join("/")}\` is no object`;
  }
  const node = findNodeAtLocation(root, [...keys]);
  const last = keys.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    parse(text, [], options),
  );
  if (node !== undefined && getNodeValue(node) !== last) return "a key on the way stands there twice";
  if (node !== undefined && node.type !== "string" && node.type !== "null") return `\`${keys.join("/")}\` is no string`;
  return {
    text: node?.type === "string" ? node.value : undefined,
    write: (written) =>
      // What stands in one line stays there.
      modify(text, [...keys], written, /\n./.test(text.trim()) ? { formattingOptions: formatOf(text) } : {}).map(
        ({ offset, length, content }) => ({
          span: { source, start: offset + shift, end: offset + shift + length },
          text: content,
        }),
      ),
  };
};

/** The indentation and line breaks that a text has. */
function formatOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.startsWith("\t") ? 1 : indent.length, eol };
}
