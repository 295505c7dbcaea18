import { sectionsOf } from "../effect-sections.ts";
import { summaryOf } from "../effect-summary.ts";
import { codeSpan, inert } from "../escape-markdown.ts";
import type { EffectReporter } from "./effect-reporter.ts";

/** The characters that a comment on a pull request may have, minus some for the sentence about what does not fit. */
const room = 65_536 - 200;

/** At most this many files that could not be compared are named; of more, the number is given. */
const mostNotCompared = 20;

/**
 * For a comment on a pull request: the totals, then as many sections as fit. Names and ids are in code, where no host
 * looks for mentions, links or HTML; all other words are ours.
 */
export const markdown: EffectReporter = (effect, { notCompared = [] }) => {
  let text = `## What this change does\n\n${summaryOf(effect, notCompared)}\n`;
  if (notCompared.length > 0) {
    const lines = notCompared.map(
      ({ side, path, message }) => `- ${codeSpan(path)} on the ${side}: ${inert(message)}\n`,
    );
    const rest = lines.length > mostNotCompared ? `- and ${lines.length - mostNotCompared} more\n` : "";
    text += `\n**not compared**\n\n${lines.slice(0, mostNotCompared).join("")}${rest}`;
  }
  const sections = sectionsOf(effect, { show: codeSpan, say: inert });
  for (const [index, { heading, lines }] of sections.entries()) {
    const next = `\n**${heading}**\n\n${lines.map(({ text: said }) => `- ${said}\n`).join("")}`;
    if (text.length + next.length > room)
      return `${text}\n${sections.length - index} of ${sections.length} sections did not fit here; \`flagstone diff\` shows them all.\n`;
    text += next;
  }
  return text;
};
