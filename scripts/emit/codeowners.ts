import { ownerOf } from "../model/handle.ts";
import type { Model } from "../model/model.ts";

/**
 * The lines of CODEOWNERS for the documents of a model, in the order of their paths, which are relative to the root of
 * the git repository. `flags/retired.yaml` and package.json have no single owner; other lines of the file say who owns
 * them.
 */
export function codeownersOf({ config, documents }: Model, gitPrefix: string): readonly string[] {
  return documents.flatMap((document) => {
    const handles = config.codeowners?.get(ownerOf(document) ?? "");
    return handles === undefined ? [] : [`/${escapePath(gitPrefix + document.source.path)} ${handles.join(" ")}`];
  });
}

/** A path as a pattern that matches only it; `?` stands for what no line can contain. */
function escapePath(path: string): string {
  return path.replace(/[\\*?[\]!# ]/g, "\\$&").replace(/\p{Cc}/gu, "?");
}

const opening = "# begin flagstone: written by `flagstone codeowners`";
const closing = "# end flagstone";

/**
 * A file with the lines between the two comments that mark them, and every other byte unchanged; appended if the
 * comments are not there yet. Undefined unless it has either both comments once, in order, or neither.
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

/** Where the section is in a file, in UTF-16 units; the start of the file if there is none. */
export function sectionStart(text: string): number {
  return Math.max(0, text.search(/^# begin flagstone\b/m));
}
