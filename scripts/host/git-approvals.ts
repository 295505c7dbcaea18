import type { Approval, LineCommit } from "../model/repository.ts";
import { compareText } from "../model/text/words.ts";
import { broughtBy } from "./git-merges.ts";
import { type Git, textOf } from "./run-git.ts";

const trailers = ["Reviewed-by", "Approved-by"] as const;

/** Trailers end a message, each `Key: value`; git finds them whatever else the message says. */
const format = `%(trailers:${trailers.map((key) => `key=${key}`).join(",")},unfold,only)`;

/** By commit, who approved it according to its message, or for a merge to those of what it brought; each once. */
export function readApprovals(git: Git, commits: readonly LineCommit[]): ReadonlyMap<string, readonly Approval[]> {
  const found = new Map<string, readonly Approval[]>();
  const plain = commits.filter(({ parents }) => parents.length < 2).map(({ id }) => id);
  if (plain.length > 0) {
    const words = ["log", "--no-walk=unsorted", "--encoding=UTF-8", `--format=commit %H%n${format}`, "--stdin"];
    const text = textOf(git(words, plain.map((id) => `${id}\n`).join(""))) ?? "";
    const [, ...parts] = text.split(/^commit ([0-9a-f]+)$/m);
    for (let index = 0; index < parts.length; index += 2)
      found.set(parts[index] ?? "", approvalsIn(parts[index + 1] ?? ""));
  }
  for (const [id, brought] of broughtBy(git, commits, format))
    found.set(id, approvalsIn(brought.map(({ text }) => text).join("\n")));
  return found;
}

function approvalsIn(text: string): readonly Approval[] {
  const all = [...text.matchAll(/^([A-Za-z-]+): (.+)$/gm)].flatMap(([, key = "", by = ""]): Approval[] => {
    const how = trailers.find((each) => each.toLowerCase() === key.toLowerCase());
    return how === undefined ? [] : [{ by: by.trim(), how }];
  });
  const once = new Map(all.map((each) => [`${each.by} ${each.how}`, each]));
  return [...once].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
}
