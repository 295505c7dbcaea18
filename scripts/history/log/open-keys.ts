import { holdsCustomers } from "../../compile/1-parse/list-paths.ts";

/** A key of a block mapping on the way to a line, and its column; an item of a list has no key. */
interface OpenKey {
  readonly column: number;
  readonly key: string | undefined;
}

/** The keys that lead to a line, outermost first. */
export type OpenKeys = readonly OpenKey[];

/** The keys that lead to the line after this one. */
export function followLine(open: OpenKeys, line: string): OpenKeys {
  const [, spaces = "", rest = ""] = /^( *)([^\r\n]*)/.exec(line) ?? [];
  if (rest === "" || rest.startsWith("#")) return open;
  const column = spaces.length;
  const [dash] = /^- +|^-$/.exec(rest) ?? [];
  if (dash !== undefined) {
    // A list may be in the column of its key.
    const kept = open.filter((each) => each.column < column || (each.column === column && each.key !== undefined));
    const item = [...kept, { column, key: undefined }];
    return followLine(item, `${spaces}${" ".repeat(dash.length)}${rest.slice(dash.length)}`);
  }
  const [, , key] = /^(["']?)(.*?)\1 *:(?=\s|$)/.exec(rest) ?? [];
  return key === undefined ? open : [...open.filter((each) => each.column < column), { column, key }];
}

/** The keys that lead to what follows some whole lines. */
export function followLines(open: OpenKeys, lines: string): OpenKeys {
  return (lines.match(/[^\n]+/g) ?? []).reduce<OpenKeys>(followLine, open);
}

/** Whether the item of a list in a column is a customer. */
export function isCustomerAt(open: OpenKeys, column: number): boolean {
  const above = open.filter((each) => each.column < column || (each.column === column && each.key !== undefined));
  return holdsCustomers(above.map(({ key }) => key));
}
