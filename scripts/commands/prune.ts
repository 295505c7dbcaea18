import type { EditContext } from "../edit/context.ts";
import { pruneEnded, pruneWaivers } from "../edit/prune-ended.ts";
import { isNothing } from "../effect/effect.ts";
import { findBase } from "../history/base-commit.ts";
import type { Host } from "../host/host.ts";
import type { Model } from "../model/model.ts";
import { count } from "../model/text/words.ts";
import { formatLastDay, type Instant } from "../model/time.ts";
import { namesIn } from "../model/tree.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EditInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface PruneInput extends EditInput {
  /** The branch whose waivers have been merged. */
  readonly base?: string;
}

/** Removes what no longer does anything, and proves that no answer changes. */
export function prune(input: PruneInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const { draft, models, asOf } = context;
    const merged = mergedWaivers(context);
    if (merged.problem !== undefined) return merged.problem;
    const ended = pruneEnded(draft, asOf);
    const waivers = pruneWaivers(draft, merged.names);
    return {
      notes: [
        ...merged.notes,
        ...(ended > 0 ? [`${ended} ended ${ended === 1 ? "entry" : "entries"}`] : []),
        ...(waivers > 0 ? [count(waivers, "merged waiver")] : []),
        ...leftIn(models[0], asOf),
      ],
      judge: ({ effect }) =>
        isNothing(effect) ? undefined : "an answer would change, so nothing was written; this is a bug in flagstone",
    };
  });
}

/** Waivers that the base has: they applied to the change that added them, and apply to no other. */
function mergedWaivers({ input, host, tree, models }: EditContext<PruneInput>): {
  readonly names: ReadonlySet<string>;
  readonly notes: readonly string[];
  readonly problem?: string;
} {
  const none: ReadonlySet<string> = new Set();
  if (models[0].waivers.size === 0 && input.base === undefined) return { names: none, notes: [] };
  const repository = host.openRepository(tree.root, input.base);
  const base = input.base ?? repository?.upstream;
  const noBase = "waivers were kept: name the branch they were merged into with `--base <ref>`";
  if (repository === undefined || base === undefined)
    return input.base === undefined
      ? { names: none, notes: [noBase] }
      : { names: none, notes: [], problem: `\`--base\` needs git, but ${host.whyNoRepository(tree.root)}` };
  const began = findBase(repository, base);
  if (typeof began === "string")
    return input.base === undefined ? { names: none, notes: [noBase] } : { names: none, notes: [], problem: began };
  const names = began.commits.flatMap((commit) => namesIn(repository.readTree(commit, tree)));
  return { names: new Set(names), notes: [] };
}

/** What ended outside of a list: somebody has to decide what to do with it. */
function leftIn(model: Model, asOf: Instant): readonly string[] {
  const flags = [...model.flags.values()].flatMap(({ name, expires }) =>
    expires !== undefined && expires.at <= asOf
      ? [`flag \`${name}\` ended on ${formatLastDay(expires.at)}: retire or extend it`]
      : [],
  );
  const lists = [...model.privileges.values()].flatMap(({ name, expires }) =>
    expires !== undefined && expires.at <= asOf
      ? [`the frozen list of \`${name}\` ended on ${formatLastDay(expires.at)}: remove \`frozen\``]
      : [],
  );
  return [...flags, ...lists];
}
