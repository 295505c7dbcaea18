import { ownerOf } from "../model/handle.ts";
import type { Model } from "../model/model.ts";

/**
 * The lines of CODEOWNERS for the documents of a model, in the order of their paths, each path from the root of the git
 * repository. `flags/retired.yaml` and package.json have no one owner; the rest of the file says whose they are.
 */
export function codeownersOf({ config, documents }: Model, gitPrefix: string): readonly string[] {
  return documents.flatMap((document) => {
    const handles = config.codeowners?.get(ownerOf(document) ?? "");
    return handles === undefined ? [] : [`/${escapePath(gitPrefix + document.source.path)} ${handles.join(" ")}`];
  });
}

/** A path as a pattern that means it alone; what no line can have is any one character. */
function escapePath(path: string): string {
  return path.replace(/[\\*?[\]!# ]/g, "\\$&").replace(/\p{Cc}/gu, "?");
}

const opening = "# begin flagstone: written by `flagstone codeowners`";
const closing = "# end flagstone";

/**
 * A file with the lines between the two comments that mark them, and every other byte as it was; after the rest where
 * the comments are not there yet. Undefined where it does not have each comment once, in their order.
 */
export function withSection(text: string, lines: readonly string[]): string | undefined {
  const openings = [...text.matchAll(/^# begin flagstone\b[^\r\n]*/gm)];
  const closings = [...text.matchAll(/^# end flagstone\b[^\r\n]*/gm)];
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const section = [opening, ...lines, closing].join(end);
  if (openings.length + closings.length === 0)
    return `${text}${text === "" || text.endsWith("\n") ? "" : end}${section}${end}`;
  const [[from], [to]] = [openings, closings];
  if (openings.length > 1 || closings.length > 1 || from === undefined || to === undefined || to.index < from.index)
    return undefined;
  return text.slice(0, from.index) + section + text.slice(to.index + to[0].length);
}

/** Where the section is in a file, in UTF-16 units; the start of the file where it is not there. */
export function sectionStart(text: string): number {
  return Math.max(0, text.search(/^# begin flagstone\b/m));
}
