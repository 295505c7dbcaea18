import type { TextPattern } from "./model.ts";

/** A name in small letters with underscores between its words; undefined if the pattern does not allow that either. */
export function fittingName(name: string, pattern: TextPattern): string | undefined {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[\s-]+/g, "_")
    .toLowerCase();
  return pattern.test(snake) ? snake : undefined;
}
