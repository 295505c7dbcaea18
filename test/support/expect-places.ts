import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { positionOf, type Span } from "../../scripts/model/text/source.ts";
import { describeFinding } from "./findings.ts";

/**
 * What findings refer to and what their fixes write must be what stands in a file next to a case's
 * expected.txt; a case whose findings do neither has none. `isUpdate` writes it.
 */
export function expectPlaces(file: string, diagnostics: readonly Diagnostic[], isUpdate: boolean): void {
  const actual = diagnostics.flatMap(describePlaces).join("");
  if (isUpdate && actual === "") rmSync(file, { force: true });
  else if (isUpdate) writeFileSync(file, actual);
  if (existsSync(file)) expect(actual).toBe(readFileSync(file, "utf8"));
}

function describePlaces(finding: Diagnostic): readonly string[] {
  const places = [
    ...finding.related.map(({ span }) => `  see ${placeOf(span)}\n`),
    ...(finding.fix?.edits ?? []).map(({ span, text }) => `  fix ${placeOf(span)} ${JSON.stringify(text)}\n`),
  ];
  return places.length === 0 ? [] : [`${describeFinding(finding)}\n`, ...places];
}

function placeOf({ source, start, end }: Span): string {
  const [from, to] = [positionOf(source, start), positionOf(source, end)];
  return `${source.path}:${from.line}:${from.column}-${to.line}:${to.column}`;
}
