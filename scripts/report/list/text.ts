import type { Subject, SubjectKind } from "../../model/query/subject.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";

const headings: Readonly<Record<SubjectKind, string>> = {
  flag: "flags",
  release: "releases",
  privilege: "privileges",
  groups: "group sets",
  attribute: "attributes",
  identities: "identities",
  waiver: "waivers",
};

/** Named things under their kinds, a line each: name, owner, last day and states. */
export function listText(subjects: readonly Subject[], isBold: boolean): string {
  const rows = subjects.map((subject) => ({ kind: subject.kind, cells: cellsOf(subject).map(escapeControls) }));
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  const blocks = Object.entries(headings).flatMap(([kind, heading]) => {
    const own = rows.filter((row) => row.kind === kind);
    const lines = own.map(({ cells }) => `  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`);
    return own.length === 0 ? [] : [[isBold ? `\x1b[1m${heading}\x1b[0m` : heading, ...lines]];
  });
  return blocks.map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join("")).join("\n");
}

function cellsOf({ name, owner, expires, states }: Subject): readonly string[] {
  // A switch that is on or off is the same for everyone.
  const told = states.filter((state) => state !== "same" || !states.some((each) => each === "on" || each === "off"));
  return [name, owner, expires ?? "-", told.join(", ")];
}
