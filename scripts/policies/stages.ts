import { fetchAll } from "../base-commit.ts";
import { type Breach, type Change, type History, waivable } from "../change.ts";
import { diagnostic } from "../diagnostic.ts";
import { inEnvironment } from "../environment.ts";
import type { Release, Stage } from "../model.ts";
import type { ReleaseDocument } from "../shapes/documents.ts";
import { formatDuration, formatInstant, type Instant } from "../time.ts";

/** A version advances stage by stage, and to the next only when it has held the one before for its soak. */
export function* stages(change: Change): Generator<Breach> {
  for (const release of change.after.releases.values()) {
    const base = change.before?.releases.get(release.name);
    if (base === undefined) continue;
    for (const stage of release.stages) {
      const index = base.stages.findIndex(({ group }) => group === stage.group);
      const [old, previous] = [base.stages[index], base.stages[index - 1]];
      if (old === undefined || old.version === stage.version || previous === undefined) continue;
      yield* judge(change, base, stage, previous);
    }
  }
}

function* judge(change: Change, base: Release, stage: Stage, previous: Stage): Generator<Breach> {
  const { name, stages } = base;
  const { group, version, versionSpan } = stage;
  const past = change.history(name);
  const runs = (stage: string) => heldBy(change, past, stage, version);
  const later = stages.slice(stages.findIndex((each) => each.group === group));
  if (later.some((each) => runs(each.group).length > 0)) return;

  const held = runs(previous.group);
  const longest = held.toSorted((a, b) => b.until - b.from - (a.until - a.from))[0];
  if (longest !== undefined && longest.until - longest.from >= previous.soak) return;
  if (past.isCut) {
    const message = `the history that is here does not tell whether \`${version}\` held stage \`${previous.group}\``;
    yield diagnostic("gate/no-history", versionSpan, message, { hint: `fetch the rest: \`${fetchAll}\`` });
  } else if (longest === undefined) {
    const message = `stage \`${group}\` takes \`${version}\`, which was never merged to stage \`${previous.group}\``;
    const hint = `merge it to \`${previous.group}\` first`;
    yield waivable(diagnostic("gate/out-of-order", versionSpan, message, { hint }), name, version);
  } else {
    const current = held.find(({ until }) => until === change.now);
    const run = current ?? longest;
    const time = formatDuration(run.until - run.from);
    const since = current === undefined ? `for ${time} only` : `${time} ago`;
    const message = `\`${version}\` was merged to stage \`${previous.group}\` ${since}; its soak is ${formatDuration(previous.soak)}`;
    const hint =
      current === undefined
        ? `merge it to \`${previous.group}\` again, and wait`
        : `\`${group}\` may take it from ${formatInstant(current.from + previous.soak)} on`;
    yield waivable(diagnostic("gate/not-soaked", versionSpan, message, { hint }), name, version);
  }
}

interface Run {
  readonly from: Instant;
  readonly until: Instant;
}

/** The times for which a stage held a version without a break, up to now. */
function heldBy({ now, after }: Change, { versions }: History, group: string, version: string): readonly Run[] {
  const runs: Run[] = [];
  let since: Instant | undefined;
  for (const { at, document } of versions) {
    const data = document?.kind === "release" ? inEnvironment(document, after.environment).data : undefined;
    const { stages = [] } = (data ?? {}) as Partial<ReleaseDocument>;
    const holds = stages.some((stage) => stage.group === group && stage.version === version);
    if (holds) since ??= at;
    else if (since !== undefined) {
      runs.push({ from: since, until: at });
      since = undefined;
    }
  }
  return since === undefined ? runs : [...runs, { from: since, until: now }];
}
