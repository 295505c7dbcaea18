import type { Picture } from "../../effect/pictures.ts";
import { sectionsOf } from "../effect-sections.ts";
import { summaryOf } from "../effect-summary.ts";
import { codeSpan, inert } from "../escape-markdown.ts";
import { draw } from "./draw.ts";
import type { EffectReporter } from "./effect-reporter.ts";
import { headOf } from "./head.ts";

/** The characters that a comment on a pull request may have, minus some for the sentence about what does not fit. */
const room = 65_536 - 200;

/** At most this many files that could not be compared are named; of more, the number is given. */
const mostNotCompared = 20;

/** Sections are open as long as they have together at most this many lines; the others are folded. */
const mostOpen = 6;

/** At most this many customers are named in a line, which may be folded. */
const mostNamed = 100;

/** At most this many pictures are drawn. */
const mostPictures = 5;

/**
 * For a comment on a pull request: what the change does in one sentence, pictures of rollouts and stages, the totals,
 * then as many sections as fit, folded where they are long. Names and ids are in code, where no host looks for mentions,
 * links or HTML; all other words are ours.
 */
export const markdown: EffectReporter = (effect, { notCompared = [], pictures = [], red = [] }) => {
  const head = headOf(effect, { show: codeSpan, say: inert, red });
  let text = `## What this change does\n\n**${capital(head)}**\n\n${picturesText(pictures)}${summaryOf(effect, notCompared)}\n`;
  if (notCompared.length > 0) {
    const lines = notCompared.map(
      ({ side, path, message }) => `- ${codeSpan(path)} on the ${side}: ${inert(message)}\n`,
    );
    const rest = lines.length > mostNotCompared ? `- and ${lines.length - mostNotCompared} more\n` : "";
    text += `\n**not compared**\n\n${lines.slice(0, mostNotCompared).join("")}${rest}`;
  }
  const sections = sectionsOf(effect, { show: codeSpan, say: inert, mostNamed });
  let open = 0;
  for (const [index, { heading, lines }] of sections.entries()) {
    const list = lines.map(({ text: said }) => `- ${said}\n`).join("");
    open += lines.length + Math.floor(list.length / 200);
    const next = `\n<details${open <= mostOpen ? " open" : ""}><summary>${codeAsHtml(heading)}</summary>\n\n${list}\n</details>\n`;
    if (text.length + next.length > room)
      return `${text}\n${sections.length - index} of ${sections.length} sections did not fit here; \`flagstone diff\` shows them all.\n`;
    text += next;
  }
  return text;
};

/** Pictures in a fence that nothing in them can end. */
function picturesText(pictures: readonly Picture[]): string {
  if (pictures.length === 0) return "";
  const drawn = draw(pictures);
  const lines = drawn.slice(0, mostPictures).flat();
  if (drawn.length > mostPictures) lines.push(`and ${drawn.length - mostPictures} more rollouts and releases`);
  const body = lines.join("\n");
  const fence = "`".repeat(Math.max(3, ...(body.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `${fence}text\n${body}\n${fence}\n\n`;
}

/** A heading of ours with spans of code, for a place where hosts read HTML and no Markdown. */
function codeAsHtml(markdown: string): string {
  return markdown.replace(/(`+)(.*?[^`])\1(?!`)|[^`]+/g, (whole: string, fence: string | undefined, code: string) =>
    fence === undefined ? escapeHtml(whole) : `<code>${escapeHtml(code.replace(/^ (.*) $/, "$1"))}</code>`,
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
