import type { TextEdit } from "../../model/text/textedit.ts";
import { childOf, isItem, keySpanOf, type Node, spanOfNode, textOfNode } from "./node.ts";
import { stepInto, typeOf, typesAt } from "./schema.ts";

/** The keys after one without a value that were meant to be indented below it: unknown where they are, but not there. */
export function unindentedBelow(node: Node): readonly Node[] {
  const { parent, path, document } = node;
  if (parent === undefined || isItem(node) || node.value !== null || textOfNode(node) !== "") return [];
  const keys = [...(document.maps.get(parent.value as object)?.keys.keys() ?? [])];
  const below: Node[] = [];
  for (const key of keys.slice(keys.indexOf(path.at(-1) ?? "") + 1)) {
    const child = childOf(parent, key);
    const place = stepInto(node.place, {}, key);
    const isMeant = place !== undefined && typesAt(place).includes(typeOf(child.value));
    if (!isMeant || stepInto(parent.place, parent.value, key) !== undefined || !beginsLine(child)) break;
    below.push(child);
  }
  return below;
}

/** The edits that indent a key and its value. */
export function indent(node: Node): readonly TextEdit[] {
  const { source, start } = keySpanOf(node);
  const first = source.text.lastIndexOf("\n", start - 1) + 1;
  const { end } = spanOfNode(node);
  const starts = [...source.text.slice(first, end).matchAll(/^(?=.*\S)/gm)].map(({ index }) => first + index);
  return starts.map((at) => ({ span: { source, start: at, end: at }, text: "  " }));
}

function beginsLine(node: Node): boolean {
  const { source, start } = keySpanOf(node);
  return source.text.slice(source.text.lastIndexOf("\n", start - 1) + 1, start).trim() === "";
}
