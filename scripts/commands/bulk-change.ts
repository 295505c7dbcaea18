import type { ForeignFile, StringPlace } from "../edit/bulk/string-place.ts";
import { type DiffInput, showDiffs } from "../edit/text/show-diffs.ts";
import { type Draft, draftOf } from "../edit/text/tree-draft.ts";
import type { Source } from "../model/text/source.ts";
import type { TextEdit } from "../model/text/textedit.ts";
import { count } from "../model/text/words.ts";
import type { Outcome, Proposal } from "../report/outcome.ts";

/** What to do with the string in one file. */
type Wish =
  | { readonly left: string }
  | { readonly failure: string }
  | {
      /** Ways to write it, the one that changes least first; the first that reads back as intended is used. */
      readonly ways: readonly (() => readonly TextEdit[])[];
      readonly isDone: (text: string | undefined) => boolean;
      /** What a person has to do if no way reads back correctly, as an imperative. */
      readonly byHand: string;
    };

/** What the command reads of its call. */
export interface BulkChangeInput extends DiffInput {
  /** Whether to change the files that can be changed, even if others cannot. */
  readonly keepGoing?: boolean;
}

/** What becomes of one file. */
type Fate =
  | { readonly path: string; readonly proposal: Proposal }
  | { readonly path: string; readonly left: string }
  | { readonly path: string; readonly failure: string };

/** Proposes a change of the string in each of some files, read back before it is written; every file is reported. */
export function bulkChange(
  files: readonly ForeignFile[],
  wish: (place: StringPlace) => Wish,
  input: BulkChangeInput,
): Outcome {
  const fates = files.map((file) => fateOf(file, wish, input));
  const failures = fates.filter((fate) => "failure" in fate);
  const proposals = fates.flatMap((fate) => ("proposal" in fate ? [fate.proposal] : []));
  const isStopped = failures.length > 0 && !input.keepGoing;
  const lines = fates.flatMap((fate) =>
    "failure" in fate ? [`${fate.path}: ${fate.failure}`] : "left" in fate ? [`${fate.path}: ${fate.left}`] : [],
  );
  const stopped = `${count(failures.length, "file")} cannot be changed, so no file was; \`--keep-going\` changes the others`;
  const notes = [...lines, ...(isStopped ? [stopped] : [])];
  return {
    writes: [],
    ...(isStopped ? { output: proposals.map(({ output }) => output).join("") } : { proposals }),
    ...(notes.length > 0 ? { note: notes.join("\n") } : {}),
    failed: failures.length > 0,
  };
}

function fateOf(
  { path, source, place, find }: ForeignFile,
  wish: (place: StringPlace) => Wish,
  input: BulkChangeInput,
): Fate {
  if (source === undefined || typeof place === "string") return { path, failure: String(place) };
  const wanted = wish(place);
  if (!("ways" in wanted)) return { path, ...wanted };
  for (const way of wanted.ways) {
    const draft = draftOfOne(source);
    draft.edit(way());
    const [change] = draft.changes();
    if (change?.after === undefined) continue;
    const read = find({ path, text: change.after });
    if (typeof read === "string" || !wanted.isDone(read.text) || read.rest !== place.rest) continue;
    const writes = [{ path, text: change.after, was: { text: source.text } }];
    return { path, proposal: { output: showDiffs([change], input), writes } };
  }
  return { path, failure: `it is written in a way that no edit gets right: ${wanted.byHand} by hand` };
}

/** A draft of a file that is no part of an instance. */
function draftOfOne(source: Source): Draft {
  const config = { path: "", text: "" };
  return draftOf({ root: "", config, files: [source], diagnostics: [] }, () => undefined);
}
