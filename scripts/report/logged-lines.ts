import type { Fact, LoggedCommit } from "../history/logged-change.ts";
import { nounOf } from "../model/document.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { count, nameSome } from "../model/text/words.ts";
import { compactLines } from "./compact-lines.ts";
import type { Line, Show } from "./line.ts";

/** This many digits identify a commit for people. */
export function shortId(id: string): string {
  return id.slice(0, 9);
}

/** How to show what other people wrote. */
interface Escapes {
  /** Names and ids. */
  readonly show: Show;
  /** Our own messages, with names in backticks. */
  readonly say: Show;
  /** Values and texts of documents. */
  readonly tell: Show;
}

/** What a commit did, in lines: its effect, then what its documents say differently. */
export function loggedLines(
  { merged, effect, facts, unreadable }: LoggedCommit,
  escapes: Escapes = { show: escapeControls, say: escapeControls, tell: escapeControls },
  effectLines = compactLines,
): readonly Line[] {
  const { show, say } = escapes;
  const lines = [
    ...(merged.length === 0 ? [] : [plain(`merges work of ${merged.map(say).join(", ")}`)]),
    ...unreadable.map(
      ({ path, message }): Line => ({
        tone: "loss",
        text: `${show(path)} cannot be read here: ${say(message)}`,
      }),
    ),
    ...effectLines(effect, show, say),
    ...factLines(facts, escapes),
  ];
  const isSilent = lines.length === (merged.length === 0 ? 0 : 1);
  return isSilent ? [...lines, plain("no effect on any customer")] : lines;
}

/** Facts as sentences; items of a list that were only added or removed are combined. */
function factLines(facts: readonly Fact[], escapes: Escapes): readonly Line[] {
  const lists = new Map<string, { readonly start: string; readonly items: string[]; readonly end: string }>();
  const lines: (Line | { readonly list: string })[] = [];
  for (const fact of facts) {
    const { from, to, path } = fact;
    const isItem = (from === null && to === "") || (to === null && from === "");
    if (!isItem || path.length < 2) {
      lines.push(plain(`${subjectOf(fact, escapes)}: ${sentenceOf(fact, escapes)}`));
      continue;
    }
    const [start, end] = [
      `${subjectOf(fact, escapes)}: ${wordsOf(path.slice(0, -1), escapes)}`,
      to === null ? "removed" : "added",
    ];
    const key = JSON.stringify([start, end]);
    if (!lists.has(key)) lines.push({ list: key });
    const list = lists.get(key) ?? { start, items: [], end };
    list.items.push(escapes.show(path.at(-1) ?? ""));
    lists.set(key, list);
  }
  return lines.map((line) => {
    if (!("list" in line)) return line;
    const { start = "", items = [], end = "" } = lists.get(line.list) ?? {};
    return plain(
      `${start} ${items.length > mostItems ? `${count(items.length, "item")} ` : ""}${end}: ${nameSome(items, mostItems)}`,
    );
  });
}

const mostItems = 10;

function subjectOf({ kind, name, environment }: Fact, { show }: Escapes): string {
  const own = kind === "config" ? "config" : kind === "retired" ? "retired names" : `${nounOf(kind)} ${show(name)}`;
  return environment === undefined ? own : `${own} in ${show(environment)}`;
}

/** Longer texts are not shown side by side. */
const short = 40;

function sentenceOf({ path, from, to }: Fact, escapes: Escapes): string {
  const { show, tell } = escapes;
  const what = wordsOf(path, escapes);
  if (path[0] === "file" && to === null) return "removed";
  if (path[0] === "file") return `moved from ${show(from ?? "")} to ${show(to ?? "")}`;
  if (path.length === 1 && path[0] === "examples")
    return `${what} ${from === null ? "added" : to === null ? "removed" : "changed"}`;
  if (path.length === 1 && path[0] === "description" && to !== null) return `${what}: ${tell(to)}`;
  if (to === null) return `${what} removed${from === "" || from === null ? "" : `: it was ${tell(from)}`}`;
  if (from === null || from === "") return to === "" ? `${what} added` : `${what}: ${tell(to)}`;
  const now = to === "" ? "removed" : tell(to);
  if (from.length + to.length <= short) return `${what}: ${tell(from)} → ${now}`;
  return `${what}: ${now} (it was ${tell(from)})`;
}

/** Keys as words, and ids as they are. */
function wordsOf(path: readonly string[], { show }: Escapes): string {
  return path.map((key, index) => (index === 0 ? key.replaceAll("_", " ") : show(key))).join(" ");
}

function plain(text: string): Line {
  return { tone: "plain", text };
}
