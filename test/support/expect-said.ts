import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { positionOf, type Span } from "../../scripts/model/text/source.ts";
import { describeFinding } from "./findings.ts";

/**
 * Expects all texts of findings to match a case's said.txt: messages, hints, related places and what fixes write. A case
 * without findings has no such file, and a new case may lack it. `isUpdate` writes it.
 */
export function expectSaid(file: string, diagnostics: readonly Diagnostic[], isUpdate: boolean): void {
  expectText(file, diagnostics.map(describe).join(""), isUpdate);
}

/** Expects a text to match a file of a case; the file may be missing if the text is empty or the case is new. */
export function expectText(file: string, actual: string, isUpdate: boolean): void {
  if (isUpdate && actual === "") rmSync(file, { force: true });
  else if (isUpdate) writeFileSync(file, actual);
  if (existsSync(file)) expect(actual, "with UPDATE_CASES=1 it is written").toBe(readFileSync(file, "utf8"));
}

function describe(finding: Diagnostic): string {
  const { message, hint, related, fix } = finding;
  const lines = [
    `${describeFinding(finding)}: ${message}`,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    ...related.map((each) => `  see ${placeOf(each.span)}: ${each.message}`),
    ...(fix === undefined ? [] : [`  fix: ${fix.title}`]),
    ...(fix?.edits ?? []).map(({ span, text }) => `    ${placeOf(span)} ${JSON.stringify(text)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function placeOf({ source, start, end }: Span): string {
  const [from, to] = [positionOf(source, start), positionOf(source, end)];
  return `${source.path}:${from.line}:${from.column}-${to.line}:${to.column}`;
}
