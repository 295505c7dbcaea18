/** A list with more ids is long. Its ids are copied so many at a time: each time through a text, which is garbage soon. */
const atOnce = 4096;

/** Whether some content has a long list. */
export function hasLongList(content: object): boolean {
  if (Array.isArray(content) && content.length > atOnce) return true;
  return Object.values(content).some((part) => isObject(part) && hasLongList(part));
}

/**
 * Gives some content copies of its texts. Those of a list then lie in memory one after the other: whoever goes through a
 * million that lie anywhere waits for each. And none is a part of the text of a file, which would stay in memory as well.
 */
export function gatherTexts(content: object): void {
  if (Array.isArray(content) && content.length > atOnce) {
    for (let start = 0; start < content.length; start += atOnce) copyIds(content, start);
    return;
  }
  const parts = content as Record<string, unknown>;
  for (const [key, part] of Object.entries(parts)) {
    if (isObject(part)) gatherTexts(part);
    else if (typeof part === "string") parts[key] = copyOf(part);
  }
}

/** Entries with dates are left as they are: their dates are the same few texts. */
function copyIds(list: unknown[], start: number): void {
  const ids = list.slice(start, start + atOnce);
  if (!ids.every((id) => typeof id === "string")) return;
  for (const [at, id] of copyOf(ids).entries()) list[start + at] = id;
}

/** A copy, which the engine cannot know to be one. */
function copyOf<Text extends string | readonly string[]>(text: Text): Text {
  return JSON.parse(JSON.stringify(text));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
