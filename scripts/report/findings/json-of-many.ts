import { printableJson } from "../../model/text/escape-controls.ts";

/** So many items become objects at a time that they are garbage before the collector has moved them. */
const atOnce = 100;

/**
 * A list of many items as JSON in parts, which together are what `printableJson` writes; with `around`, a value that has
 * the list somewhere within it, and in which nothing else depends on what is in the list.
 */
export function* jsonOfMany<Item>(
  items: readonly Item[],
  describe: (item: Item) => object,
  around: (list: readonly unknown[]) => unknown = (list) => list,
): Generator<string> {
  const empty = printableJson(around([]));
  if (items.length === 0) {
    yield empty;
    return;
  }
  // The list is where another one makes a difference.
  const other = printableJson(around([0]));
  let start = 0;
  while (empty[start] === other[start]) start++;
  const lineBreak = other.slice(start, other.indexOf("0", start));
  const depth = (lineBreak.length - 1) / 2;
  yield empty.slice(0, start);
  for (let from = 0; from < items.length; from += atOnce) {
    let list: unknown = items.slice(from, from + atOnce).map(describe);
    for (let level = 1; level < depth; level++) list = [list];
    const text = printableJson(list);
    const described = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
    yield `${from === 0 ? "" : ","}${lineBreak}${described}`;
  }
  yield lineBreak.slice(0, -2) + empty.slice(start);
}
