import type { Fact, LoggedCommit } from "../history/logged-change.ts";
import { nounOf } from "../model/document.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { count } from "../model/text/words.ts";
import { compactLines } from "./compact-lines.ts";
import type { Line } from "./line.ts";

/** This many digits identify a commit for people. */
export function shortId(id: string): string {
  return id.slice(0, 9);
}

/** What a commit did, in lines: its effect, then what its documents say differently; names and ids are escaped. */
export function loggedLines({ merged, effect, facts, unreadable }: LoggedCommit): readonly Line[] {
  const lines = [
    ...(merged.length === 0 ? [] : [plain(`merges work of ${merged.map(escapeControls).join(", ")}`)]),
    ...unreadable.map(
      ({ path, message }): Line => ({
        tone: "loss",
        text: `${escapeControls(path)} cannot be read here: ${escapeControls(message)}`,
      }),
    ),
    ...compactLines(effect),
    ...factLines(facts),
  ];
  const isSilent = lines.length === (merged.length === 0 ? 0 : 1);
  return isSilent ? [...lines, plain("no effect on any customer")] : lines;
}

/** Facts as sentences; items of a list that were only added or removed are combined. */
function factLines(facts: readonly Fact[]): readonly Line[] {
  const lists = new Map<string, { readonly start: string; readonly items: string[]; readonly end: string }>();
  const lines: (Line | { readonly list: string })[] = [];
  for (const fact of facts) {
    const { from, to, path } = fact;
    const isItem = (from === null && to === "") || (to === null && from === "");
    if (!isItem || path.length < 2) {
      lines.push(plain(`${subjectOf(fact)}: ${sentenceOf(fact)}`));
      continue;
    }
    const [start, end] = [`${subjectOf(fact)}: ${wordsOf(path.slice(0, -1))}`, to === null ? "removed" : "added"];
    const key = JSON.stringify([start, end]);
    if (!lists.has(key)) lines.push({ list: key });
    const list = lists.get(key) ?? { start, items: [], end };
    list.items.push(escapeControls(path.at(-1) ?? ""));
    lists.set(key, list);
  }
  return lines.map((line) => {
    if (!("list" in line)) return line;
    const { start = "", items = [], end = "" } = lists.get(line.list) ?? {};
    return plain(
      `${start} ${items.length > mostItems ? `${count(items.length, "item")} ` : ""}${end}: ${listOf(items)}`,
    );
  });
}

const mostItems = 10;

function listOf(items: readonly string[]): string {
  const shown = items.slice(0, mostItems).join(", ");
  return items.length > mostItems ? `${shown} and ${items.length - mostItems} more` : shown;
}

function subjectOf({ kind, name, environment }: Fact): string {
  const own =
    kind === "config" ? "config" : kind === "retired" ? "retired names" : `${nounOf(kind)} ${escapeControls(name)}`;
  return environment === undefined ? own : `${own} in ${escapeControls(environment)}`;
}

/** Longer texts are not shown side by side. */
const short = 40;

function sentenceOf({ path, from, to }: Fact): string {
  const what = wordsOf(path);
  if (path[0] === "file" && to === null) return "removed";
  if (path[0] === "file") return `moved from ${escapeControls(from ?? "")} to ${escapeControls(to ?? "")}`;
  if (path.length === 1 && path[0] === "examples")
    return `${what} ${from === null ? "added" : to === null ? "removed" : "changed"}`;
  if (path.length === 1 && path[0] === "description" && to !== null) return `${what}: ${escapeControls(to)}`;
  if (to === null) return `${what} removed${from === "" || from === null ? "" : `: it was ${escapeControls(from)}`}`;
  if (from === null || from === "") return to === "" ? `${what} added` : `${what}: ${escapeControls(to)}`;
  const now = to === "" ? "removed" : escapeControls(to);
  if (from.length + to.length <= short) return `${what}: ${escapeControls(from)} → ${now}`;
  return `${what}: ${now} (it was ${escapeControls(from)})`;
}

/** Keys as words, and ids as they are. */
function wordsOf(path: readonly string[]): string {
  return path.map((key, index) => (index === 0 ? key.replaceAll("_", " ") : escapeControls(key))).join(" ");
}

function plain(text: string): Line {
  return { tone: "plain", text };
}
