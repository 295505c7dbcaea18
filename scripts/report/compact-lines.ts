import type { Effect } from "../effect/effect.ts";
import { sectionsOf } from "./effect-sections.ts";
import type { Line, Show } from "./line.ts";

/** An effect in few lines: a section with a single line has its heading on the same line. */
export function compactLines(effect: Effect, show: Show, say: Show): readonly Line[] {
  return sectionsOf(effect, { show, say }).flatMap(({ heading, isTopic, lines }) => {
    if (isTopic) return lines;
    const [first, ...others] = lines;
    if (first === undefined) return [];
    if (others.length === 0) return [{ ...first, text: `${heading}: ${first.text}` }];
    return [{ tone: "plain", text: heading }, ...lines.map(({ tone, text }): Line => ({ tone, text: `  ${text}` }))];
  });
}

/** An effect in lines each of which says itself what it is about. */
export function separateLines(effect: Effect, show: Show, say: Show): readonly Line[] {
  return sectionsOf(effect, { show, say }).flatMap(({ heading, isTopic, lines }) =>
    isTopic ? lines : lines.map(({ tone, text }): Line => ({ tone, text: `${heading}: ${text}` })),
  );
}
