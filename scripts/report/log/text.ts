import type { Log } from "../../history/logged-change.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { formatDay } from "../../model/time.ts";
import { loggedLines, shortId } from "../logged-lines.ts";

/** What a log as text depends on besides the log. */
interface LogTextOptions {
  readonly colour: boolean;
  /** At most this many lines are shown of each commit; of more, the number is given. */
  readonly mostLines: number;
}

const colours = { gain: "32", loss: "31", strong: "1" } as const;

/** A log for people at a terminal: a line for each commit, and below it the lines of what it did. */
export function logText({ commits }: Log, { colour, mostLines }: LogTextOptions): string {
  const paint = (style: keyof typeof colours, said: string): string =>
    colour ? `\x1b[${colours[style]}m${said}\x1b[0m` : said;
  return commits
    .map((logged) => {
      const { commit, at } = logged;
      const id = shortId(commit.id);
      const heading = `${id} ${formatDay(at)} ${escapeControls(commit.author)}: ${escapeControls(commit.subject)}`;
      const all = loggedLines(logged);
      const shown = all.length > mostLines + 1 ? all.slice(0, mostLines) : all;
      const lines = shown.map(({ tone, text }) => `  ${tone === "plain" ? text : paint(tone, text)}\n`);
      const rest = all.length - shown.length;
      const [parent] = commit.parents;
      const where = parent === undefined ? "log NAME" : `diff ${shortId(parent)} ${id}`;
      const more = rest === 0 ? "" : `  and ${rest} more: \`flagstone ${where}\`\n`;
      return `${paint("strong", heading)}\n${lines.join("")}${more}`;
    })
    .join("\n");
}
