import type { Effect } from "../effect.ts";
import { printable } from "../printable.ts";
import type { Line } from "./line.ts";
import { sectionsOf } from "./sections.ts";

/** An effect in lines of which each says all by itself, so that one can be looked for in many. */
export function compactLines(effect: Effect): readonly Line[] {
  return sectionsOf(effect, { show: printable, say: printable }).flatMap(({ heading, isTopic, lines }) =>
    isTopic ? lines : lines.map(({ tone, text }) => ({ tone, text: `${heading}: ${text}` })),
  );
}
