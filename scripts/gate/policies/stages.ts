import { fetchAll } from "../../history/base-commit.ts";
import { readinessOf } from "../../history/soak.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import type { Release, Stage } from "../../model/model.ts";
import { formatDuration, formatInstant } from "../../model/time.ts";
import { type Breach, type Change, waivable } from "./change.ts";

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
  const { now } = change;
  const { environment } = change.after;
  const ready = readinessOf(change.history(name), { stages, group, version, environment, now });
  switch (ready.state) {
    case "ready":
      return;
    case "unknown": {
      const message = `the history that is here does not tell whether \`${version}\` held stage \`${previous.group}\``;
      yield diagnostic("gate/no-history", versionSpan, message, { hint: `fetch the rest: \`${fetchAll}\`` });
      return;
    }
    case "never": {
      const message = `stage \`${group}\` takes \`${version}\`, which was never merged to stage \`${previous.group}\``;
      const hint = `merge it to \`${previous.group}\` first`;
      yield waivable(diagnostic("gate/out-of-order", versionSpan, message, { hint }), name, version);
      return;
    }
    case "soaking":
    case "stopped": {
      const time = formatDuration(ready.run.until - ready.run.from);
      const since = ready.state === "stopped" ? `for ${time} only` : `${time} ago`;
      const message = `\`${version}\` was merged to stage \`${previous.group}\` ${since}; its soak is ${formatDuration(previous.soak)}`;
      const hint =
        ready.state === "stopped"
          ? `merge it to \`${previous.group}\` again, and wait`
          : `\`${group}\` may take it from ${formatInstant(ready.from)} on`;
      yield waivable(diagnostic("gate/not-soaked", versionSpan, message, { hint }), name, version);
      return;
    }
  }
}
