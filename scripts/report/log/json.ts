import type { Log } from "../../history/logged-change.ts";
import { printableJson } from "../../model/text/escape-controls.ts";
import { formatInstant } from "../../model/time.ts";
import { effectData } from "../effect-data.ts";

/** A log for programs, as schema/log.schema.json describes it. */
export function logJson({ commits, older, cut, isIncomplete }: Log, workingTreeDiffers: boolean): string {
  const written = commits.map(({ commit, at, merged, effect, facts, unreadable }) => ({
    commit: commit.id,
    at: formatInstant(at),
    author: commit.author,
    subject: commit.subject,
    merged,
    effect: effectData(effect),
    facts,
    unreadable,
  }));
  const log = {
    version: 1,
    workingTreeDiffers,
    older,
    cut: cut?.id ?? null,
    incomplete: isIncomplete ? true : undefined,
    commits: written,
  };
  return printableJson(log);
}
