import type { EditPlan } from "../edit/context.ts";
import {
  followExamples,
  type MergedReleaseInput,
  type ReleaseContext,
  releaseOf,
  serve,
  stageOf,
  whyBlocked,
} from "../edit/release/find-release.ts";
import { writeWaiver } from "../edit/release/write-waiver.ts";
import { type Readiness, readinessOf } from "../history/soak.ts";
import type { Host } from "../host/host.ts";
import type { Code } from "../model/codes.ts";
import type { Stage } from "../model/model.ts";
import { formatDuration, formatInstant } from "../model/time.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface PromoteInput extends EnvironmentInput, MergedReleaseInput {
  readonly operands: readonly string[];
  /** The stage that takes what the stage before it serves. */
  readonly to?: string;
  /** Why the policies of the gate are waived. */
  readonly waive?: string;
  /** Who approves that. */
  readonly approvedBy?: string;
}

/** Gives the first stage of a release a new version, or another stage what the stage before it serves. */
export function promote(input: PromoteInput, host: Host): Outcome {
  const [name, version] = input.operands;
  return runEdit(input, host, (plain) => {
    const context = releaseOf(plain, name);
    return typeof context === "string" ? context : plan(context, version);
  });
}

function plan(context: ReleaseContext<PromoteInput>, given: string | undefined): EditPlan | string {
  const { input, release } = context;
  const [first] = release.stages;
  if (first === undefined) return `\`${release.name}\` has no stages`;
  const stage = input.to === undefined ? first : stageOf(context, input.to);
  if (typeof stage === "string") return stage;
  const previous = release.stages[release.stages.indexOf(stage) - 1];
  const version = given ?? (input.to === undefined ? undefined : previous?.version);
  if (version === undefined)
    return input.to === undefined
      ? "say what to promote: a version, or `--to <stage>` for the version of the previous stage"
      : `\`${stage.group}\` is the first stage: name its new version`;
  const blocked = whyBlocked(context, version);
  if (blocked !== undefined) return blocked;
  if (input.waive !== undefined && input.approvedBy === undefined)
    return "a waiver needs an approver: `--approved-by <who>`";
  const isThere = stage.version === version;
  if (!isThere) serve(context, stage, version);
  const judged = judge(context, stage, previous, version);
  if (typeof judged === "string") return judged;
  const from = given === undefined && previous !== undefined ? ` of \`${previous.group}\`` : "";
  const said = isThere
    ? `stage \`${stage.group}\` has \`${version}\` already`
    : `stage \`${stage.group}\` takes \`${version}\`${from} in place of \`${stage.version}\``;
  return { notes: [said, ...judged, ...followExamples(context, new Map([[stage.version, version]]))] };
}

/**
 * What the gate would say about a stage that takes a version: notes, or why the gate would reject it without a waiver.
 */
function judge(
  context: ReleaseContext<PromoteInput>,
  stage: Stage,
  previous: Stage | undefined,
  version: string,
): readonly string[] | string {
  const { release, model, past, host, input, line } = context;
  const { waive } = input;
  if (previous === undefined) return waive === undefined ? [] : [unneeded];
  if (past === undefined)
    return [`it is not known whether it has soaked in \`${previous.group}\`: there is no history`];
  const { group } = stage;
  const { environment } = model;
  const ready = readinessOf(past, { stages: release.stages, group, version, environment, now: host.now() });
  const fault = faultOf(ready, previous, version, { line, remedy: past.remedy });
  if (fault === undefined) return waive === undefined ? [] : [unneeded];
  const severity = fault.policy === undefined ? undefined : model.config.policy.severity[fault.policy];
  if (severity === "off" || severity === "warning") return [`${fault.message}; the gate allows it`];
  if (fault.policy === undefined) return `${fault.message}; ${fault.advice}`;
  if (waive === undefined)
    return `${fault.message}; ${fault.advice}, or \`--waive <reason> --approved-by <who>\` for a hot fix`;
  const written = writeWaiver(context, {
    policy: fault.policy,
    name: release.name,
    version,
    owner: release.owner,
    reason: waive,
    approvedBy: input.approvedBy ?? "",
  });
  return "fault" in written ? written.fault : [`${fault.message}; ${written.done}`];
}

const unneeded = "no waiver is needed, so none was written";

interface Fault {
  readonly message: string;
  readonly advice: string;
  /** What a waiver would have to name; undefined if none helps. */
  readonly policy: Code | undefined;
}

function faultOf(
  ready: Readiness,
  { group, soak }: Stage,
  version: string,
  { line, remedy }: { readonly line: string; readonly remedy: string },
): Fault | undefined {
  const wanted = formatDuration(soak);
  switch (ready.state) {
    case "ready":
      return undefined;
    case "soaking":
      return {
        message: `\`${version}\` has been in \`${group}\` for ${formatDuration(ready.run.until - ready.run.from)} of ${wanted}`,
        advice: `wait until ${formatInstant(ready.from)}`,
        policy: "gate/not-soaked",
      };
    case "stopped":
      return {
        message: `\`${version}\` was in \`${group}\` for ${formatDuration(ready.run.until - ready.run.from)}, and no longer is`,
        advice: `promote it to \`${group}\` again and wait ${wanted}`,
        policy: "gate/not-soaked",
      };
    case "never":
      return {
        message: `\`${version}\` was never merged to stage \`${group}\` on \`${line}\``,
        advice: `promote it to \`${group}\` first`,
        policy: "gate/out-of-order",
      };
    case "unknown":
      return {
        message: `the fetched history does not show whether stage \`${group}\` had \`${version}\``,
        advice: `fetch the rest: \`${remedy}\``,
        policy: undefined,
      };
  }
}
