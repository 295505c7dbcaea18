import type { Effect } from "../../effect/effect.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { sectionsOf } from "../effect-sections.ts";
import { summaryOf } from "../effect-summary.ts";
import type { EffectReporter } from "./effect-reporter.ts";

const colours = { gain: "32", loss: "31", strong: "1" } as const;

/** For people at a terminal: who gains, who loses, what moves, name by name. */
export const text: EffectReporter = (effect: Effect, { colour, notCompared = [] }) => {
  const paint = (style: keyof typeof colours, said: string): string =>
    colour ? `\x1b[${colours[style]}m${said}\x1b[0m` : said;
  const sections = sectionsOf(effect, { show: escapeControls, say: escapeControls }).map(({ heading, lines }) => {
    const body = lines.map(({ tone, text: said }) => `  ${tone === "plain" ? said : paint(tone, said)}\n`);
    return `${paint("strong", heading)}\n${body.join("")}\n`;
  });
  const left = notCompared.map(
    ({ side, path, message }) => `  ${paint("loss", escapeControls(`${path} on the ${side}: ${message}`))}\n`,
  );
  const incomplete = left.length === 0 ? "" : `${paint("strong", "not compared")}\n${left.join("")}\n`;
  return `${sections.join("")}${incomplete}${paint("strong", summaryOf(effect, notCompared))}\n`;
};
