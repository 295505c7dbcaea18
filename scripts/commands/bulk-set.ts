import { appendWord, type Setting, settingsIn, wordOf } from "../edit/bulk/settings-string.ts";
import type { ForeignFile } from "../edit/bulk/string-place.ts";
import { type DiffInput, showDiffs } from "../edit/text/show-diffs.ts";
import { type Draft, draftOf } from "../edit/text/tree-draft.ts";
import type { Source } from "../model/text/source.ts";
import { count } from "../model/text/words.ts";
import type { Outcome, Proposal } from "../report/outcome.ts";

/** What becomes of one file. */
type Fate =
  | { readonly path: string; readonly proposal: Proposal }
  | { readonly path: string; readonly left: string }
  | { readonly path: string; readonly failure: string };

/** What the command reads of its call. */
export interface BulkSetInput extends DiffInput {
  /** Whether to change the files that can be changed, even if others cannot. */
  readonly keepGoing?: boolean;
}

/** Adds a setting to the string in each file that does not have it; every file is told of. */
export function bulkSet(files: readonly ForeignFile[], setting: Setting, input: BulkSetInput): Outcome {
  const fates = files.map((file) => fateOf(file, setting, input));
  const failures = fates.filter((fate) => "failure" in fate);
  const proposals = fates.flatMap((fate) => ("proposal" in fate ? [fate.proposal] : []));
  const isStopped = failures.length > 0 && !input.keepGoing;
  const lines = fates.flatMap((fate) =>
    "failure" in fate ? [`${fate.path}: ${fate.failure}`] : "left" in fate ? [`${fate.path}: ${fate.left}`] : [],
  );
  const stopped = `${count(failures.length, "file")} cannot be changed, so no file was; \`--keep-going\` changes the others`;
  return {
    writes: [],
    ...(isStopped ? { output: proposals.map(({ output }) => output).join("") } : { proposals }),
    note: [...lines, ...(isStopped ? [stopped] : [])].join("\n"),
    failed: failures.length > 0,
  };
}

function fateOf({ path, source, place, find }: ForeignFile, setting: Setting, input: BulkSetInput): Fate {
  if (source === undefined || typeof place === "string") return { path, failure: String(place) };
  const word = wordOf(setting);
  const own = settingsIn(place.text ?? "").filter(({ flag }) => flag === setting.flag);
  const other = own.find(({ value }) => value !== setting.value);
  if (other !== undefined)
    return { path, failure: `\`${wordOf(other)}\` is already set, which contradicts \`${word}\`` };
  if (own.length > 0) return { path, left: `\`${word}\` is already set` };
  const draft = draftOfOne(source);
  const wanted = appendWord(place.text ?? "", word);
  draft.edit(place.write(wanted));
  const [change] = draft.changes();
  if (change?.after === undefined) return { path, failure: "nothing would change" };
  const read = find({ path, text: change.after });
  if (typeof read === "string" || read.text !== wanted || read.rest !== place.rest)
    return { path, failure: `it is written in a way that no edit gets right: add \`${word}\` by hand` };
  return {
    path,
    proposal: {
      output: showDiffs([change], input),
      writes: [{ path, text: change.after, was: { text: source.text } }],
    },
  };
}

/** A draft of a file that is no part of an instance. */
function draftOfOne(source: Source): Draft {
  const config = { path: "", text: "" };
  return draftOf({ root: "", config, files: [source], diagnostics: [] }, () => undefined);
}
