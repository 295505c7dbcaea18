import type { Named } from "../model/model.ts";
import { literalOf, visible } from "../model/text/escape-controls.ts";
import { compareText } from "../model/text/words.ts";

/** A union of literals, one per line if there are several. */
export function union(names: readonly string[]): string {
  const literals = [...new Set(names)].sort(compareText).map(literalOf);
  if (literals.length === 0) return "never";
  return literals.length === 1 ? (literals[0] as string) : literals.map((literal) => `\n  | ${literal}`).join("");
}

/** A union on one line. */
export function oneLine(type: string): string {
  return type.replaceAll("\n  |", " |").replace(/^ \| /, "");
}

export function property(name: string, type: string): string {
  return `  readonly ${key(name)}: ${type};`;
}

/** A name as the key of a type, quoted if necessary. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literalOf(name);
}

export function block(opening: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${opening} {}`] : [`${opening} {`, ...lines, "}"];
}

/** A doc comment, whose text cannot end it or forge a tag, a link, HTML or an invisible character. */
export function comment(named: Named, notes: readonly string[]): string {
  const lines = [named.description, "", [`Owner: ${named.owner}.`, ...notes].join(" ")]
    .join("\n")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => inert(line.trimEnd()));
  const links = named.links.map((link) => `@see ${inert(link)}`);
  const deprecated =
    named.deprecated === undefined ? [] : [`@deprecated ${inert(named.deprecated.replace(/\s+/g, " "))}`];
  const body = [...lines, ...links, ...deprecated].map((line) => (line === "" ? "   *" : `   * ${line}`));
  return ["  /**", ...body, "   */"].join("\n");
}

/** A line of a comment, safe in editors, which interpret tags and Markdown in it: a backslash is enough. */
function inert(line: string): string {
  return visible(line.replaceAll("\t", " "))
    .replace(/(?<![\w\\])@|<(?=[a-z/!?])|\[(?=[^\]]*\][([:])/gi, "\\$&")
    .replaceAll("*/", "*\\/");
}
