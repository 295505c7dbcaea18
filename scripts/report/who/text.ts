import type { Who } from "../../effect/customers-of.ts";
import { whereWords } from "../../effect/where-words.ts";
import type { Condition } from "../../model/condition.ts";
import { addTo } from "../../model/group-by.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { formatDate, formatEnd } from "../../model/time.ts";

/** Everyone under the value that they get, a line each. */
export function whoText(heading: string, all: readonly Who[], isBold: boolean): string {
  const byValue = new Map<Who["value"], string[]>();
  for (const who of all) {
    const line = `  ${escapeControls([whomOf(who), ...detailsOf(who)].join("  "))}\n`;
    addTo(byValue, who.value, line);
  }
  const strong = (text: string): string => (isBold ? `\x1b[1m${text}\x1b[0m` : text);
  const blocks = [...byValue].map(([value, lines]) => `${strong(escapeControls(String(value)))}\n${lines.join("")}`);
  return `${escapeControls(heading)}\n${blocks.join("")}`;
}

function whomOf(who: Who): string {
  switch (who.what) {
    case "customer":
      return `${who.scope} ${who.id}`;
    case "pattern":
      return `${who.scope} ${who.match}`;
    case "condition":
      return `everyone${withTests(who.tests)}`;
    case "share": {
      const among = [...who.among.map((group) => ` in ${group}`), ...who.amongTests.map(withTests)].join(", or");
      return `${who.percent} % of everyone${among === "" ? " else" : among}${who.scope === undefined ? "" : `, by ${who.scope}`}`;
    }
    case "told":
      return "everyone whom the caller puts there";
    case "created":
      return `everyone created from ${formatDate(who.since)} on`;
    case "rest":
      return "everyone else";
  }
}

function withTests(tests: Condition["tests"]): string {
  return whereWords(Object.fromEntries(tests), (text) => text);
}

function detailsOf(who: Who): readonly string[] {
  const now = who.now === undefined ? [] : [`now ${who.now === false && who.value !== true ? "not" : who.now}`];
  return [
    ...(who.group === undefined || who.group === who.value ? [] : [`group ${who.group}`]),
    ...("via" in who && who.via !== undefined ? [`via ${who.via}`] : []),
    ...(who.from === -Infinity ? [] : [`from ${formatDate(who.from)}`]),
    ...(who.until === Infinity ? [] : [`until ${formatEnd(who.until)}`]),
    ...now,
  ];
}
