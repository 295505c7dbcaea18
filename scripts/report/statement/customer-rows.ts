import type { CustomerStatement } from "../../history/statement/customer-statement.ts";
import { formatEnd } from "../../model/time.ts";
import { commitCells, commitColumns } from "./commit-words.ts";
import { answerWords, whyWords } from "./customer-words.ts";

const columns = ["kind", "name", "answer", "since", "until", "why", "reason", "link", "file", "line", ...commitColumns];

/** The statement of a customer as a table: a row for each name, then one for each privilege that has ended. */
export function customerRows({ items, ended }: CustomerStatement): readonly (readonly string[])[] {
  const rows = items.map((item) => {
    const { kind, name, details, frozen, until, places, commit, changed } = item;
    const [place] = places;
    return [
      ...[kind, name, plain(answerWords(item)), frozen?.date ?? details.from ?? ""],
      ...[until === undefined ? "" : formatEnd(until), plain(whyWords(item)), details.reason ?? "", details.link ?? ""],
      ...[place?.path ?? "", place === undefined ? "" : `${place.line}`, ...commitCells(commit, changed)],
    ];
  });
  const former = ended.map(({ name, details, place, commit }) => [
    ...[
      "privilege",
      name,
      "ended",
      "",
      details.date ?? "",
      "moved to `ended`",
      details.reason ?? "",
      details.link ?? "",
    ],
    ...[place.path, `${place.line}`, ...commitCells(commit, undefined)],
  ]);
  return [columns, ...rows, ...former];
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
