import { type EditPlan, keysFor } from "../edit/context.ts";
import {
  followExamples,
  type ReleaseContext,
  type ReleaseInput,
  releaseOf,
  serve,
  stageOf,
  whyBlocked,
} from "../edit/release/find-release.ts";
import { addItems } from "../edit/text/edit-entries.ts";
import { valueAt } from "../edit/text/value-at.ts";
import { heldBefore, wayBack } from "../history/earlier-versions.ts";
import { isProven } from "../history/soak.ts";
import type { Host } from "../host/host.ts";
import type { Stage } from "../model/model.ts";
import { formatDay } from "../model/time.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface RollbackInput extends EnvironmentInput, ReleaseInput {
  readonly operands: readonly string[];
  /** The stage that goes back. */
  readonly stage?: string;
  /** Whether all stages do. */
  readonly all?: boolean;
  /** The version to go back to. */
  readonly to?: string;
  /** Why the versions that the stages leave are blocked; undefined blocks none. */
  readonly block?: string;
}

/** Returns one stage of a release, or all of them, to what they held before, or to a version that is proven. */
export function rollback(input: RollbackInput, host: Host): Outcome {
  return runEdit(input, host, (plain) => {
    const context = releaseOf(plain, input.operands[0]);
    return typeof context === "string" ? context : plan(context);
  });
}

/** A stage that goes back. */
interface Step {
  readonly stage: Stage;
  /** The version that it leaves: the one of the line, if the files have already gone back. */
  readonly left: string;
  readonly to: string;
}

function plan(context: ReleaseContext<RollbackInput>): EditPlan | string {
  const { release, input } = context;
  if (input.all && input.stage !== undefined) return "use either `--stage <stage>` or `--all`";
  if (!input.all && input.stage === undefined)
    return `choose the stage to roll back: \`--all\`, or \`--stage\` with one of ${release.stages.map(({ group }) => group).join(", ")}`;
  const chosen = input.stage === undefined ? release.stages : stageOf(context, input.stage);
  if (typeof chosen === "string") return chosen;
  const stages = "group" in chosen ? [chosen] : chosen;
  const found = stages.map((stage) => stepOf(context, stage));
  const steps = found.filter((step) => typeof step !== "string");
  const faults = found.filter((step) => typeof step === "string");
  if (steps.length === 0 || (faults.length > 0 && input.to !== undefined)) return faults[0] ?? "there are no stages";

  for (const { stage, to } of steps) if (to !== stage.version) serve(context, stage, to);
  const fault = input.block === undefined ? undefined : block(context, steps, input.block);
  if (fault !== undefined) return fault;
  const said = steps.map(({ stage: { group, version }, to }) =>
    to === version
      ? `stage \`${group}\` has \`${to}\` already`
      : `stage \`${group}\` goes back from \`${version}\` to \`${to}\``,
  );
  // If two stages leave one version for different ones, it is not known which an example meant.
  const targets = (version: string) =>
    new Set(steps.filter(({ stage }) => stage.version === version).map(({ to }) => to));
  const successors = steps.filter(({ stage, to }) => stage.version !== to && targets(stage.version).size === 1);
  const followed = followExamples(context, new Map(successors.map(({ stage, to }) => [stage.version, to])));
  return { notes: [...said, ...faults, ...followed] };
}

/** Where a stage goes back to, or why it cannot. */
function stepOf(context: ReleaseContext<RollbackInput>, stage: Stage): Step | string {
  const { input, past, model, line } = context;
  const { group, version } = stage;
  if (past === undefined) return "what a stage served before is not known without git and a commit";
  const way = wayBack(past, group, model.environment);
  const isBlocked = (each: string): boolean => whyBlocked(context, each) !== undefined;
  const left = way[0] ?? version;
  if (input.to !== undefined) {
    const blocked = whyBlocked(context, input.to);
    if (blocked !== undefined) return blocked;
    if (!isProven(past, group, { version: input.to, environment: model.environment, now: context.host.now() }))
      return `\`${input.to}\` cannot be restored: stage \`${group}\` and later stages never had it on \`${line}\``;
    return { stage, left, to: input.to };
  }
  const whole = `get the rest of the history: \`${past.remedy}\``;
  if (past.hasGaps) return `what stage \`${group}\` held before \`${version}\` is not known here; ${whole}`;
  const to = heldBefore(way, version, isBlocked);
  if (to !== undefined) return { stage, left, to };
  const advice = past.isCut ? whole : "name a version with `--to <version>`";
  return `stage \`${group}\` had nothing before \`${version}\` that may be served; ${advice}`;
}

/** Blocks the versions that the stages leave, so that they are never served again; returns why it cannot. */
function block(context: ReleaseContext, steps: readonly Step[], reason: string): string | undefined {
  const { draft, release, host } = context;
  const served = new Map(release.stages.map(({ group, version }) => [group, version]));
  for (const { stage, to } of steps) served.set(stage.group, to);
  const left = [...new Set(steps.filter((step) => step.left !== step.to).map((step) => step.left))];
  const wanted = left.filter((version) => whyBlocked(context, version) === undefined);
  const [still] = wanted.flatMap((version) => [...served].filter(([, each]) => each === version));
  const free = wanted.filter((version) => ![...served.values()].includes(version));
  if (free.length === 0 && still !== undefined)
    return `\`${still[1]}\` cannot be blocked: stage \`${still[0]}\` serves it; roll that back too, or use \`--all\``;
  const document = draft.documentAt(release.document.source.path);
  if (document === undefined || free.length === 0) return undefined;
  const date = formatDay(host.now());
  // A list in an environment replaces that of the document, so a new one is never begun there.
  const own = [...keysFor(context), "blocked"];
  const path = valueAt(document, own) === undefined ? ["blocked"] : own;
  draft.edit(
    addItems(
      document,
      path,
      free.map((version) => ({ version, date, reason })),
    ),
  );
  return undefined;
}
