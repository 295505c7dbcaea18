import { type Code, codes, isCode } from "../../model/codes.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Config, PolicyConfig, Stage } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";
import { formatDuration } from "../../model/time.ts";
import { type Change, isPartial, releasePairs } from "./change.ts";

/** Something that a change would let later changes do, and the policies that stop it now. */
interface Relaxation {
  readonly span: Span;
  readonly message: string;
  /** What will pass. */
  readonly allows: string;
  readonly codes: readonly Code[];
  /** The release that it is about; undefined for all names. */
  readonly name?: string;
}

/**
 * A change is judged by the base, so one that relaxes a policy gains nothing yet; this reports what later ones will
 * gain. Not if an error of the same policy stops it, which the change cannot excuse.
 */
export function* policyRelaxed(change: Change, left: readonly Diagnostic[]): Generator<Diagnostic> {
  const stopped = left.filter(({ severity }) => severity === "error");
  for (const { span, message, allows, codes, name } of [...relaxedConfig(change), ...relaxedStages(change)]) {
    const isStopped = stopped.some(
      (each) =>
        codes.includes(each.code) &&
        (name === undefined || each.message.includes(`\`${name}\``) || each.span.source === span.source),
    );
    if (isStopped) continue;
    yield diagnostic("gate/policy-relaxed", span, message, { hint: `from the next change on: ${allows}` });
  }
}

function* relaxedConfig({ before, after }: Change): Generator<Relaxation> {
  if (before === undefined) return;
  const [was, is] = [before.config, after.config];
  for (const code of Object.keys(codes))
    if (isCode(code) && code.startsWith("gate/")) yield* judgeSeverity(was, is, code);
  yield* judgeFigures(was, is);
  const appointed = (is.approvers ?? []).filter((each) => was.approvers?.includes(each) === false);
  if (was.approvers !== undefined && (is.approvers === undefined || appointed.length > 0)) {
    const [who] = appointed;
    yield {
      span: placeIn(is, "approvers"),
      message:
        who === undefined ? "anyone becomes an approver: `approvers` is removed" : `\`${who}\` becomes an approver`,
      allows: `${who === undefined ? "anyone" : `\`${who}\``} may approve waivers`,
      codes: ["gate/unknown-approver"],
    };
  }
  if (was.owners !== undefined && is.owners === undefined)
    yield {
      span: placeIn(is, "owners"),
      message: "anyone becomes an owner: `owners` is removed",
      allows: "documents may name any owner",
      codes: ["model/unknown-owner"],
    };
  if (was.namePattern.source !== is.namePattern.source)
    yield {
      span: placeIn(is, "namePattern"),
      message: `\`namePattern\` changes from \`${was.namePattern.source}\` to \`${is.namePattern.source}\``,
      allows: "other names are allowed",
      codes: ["schema/bad-name"],
    };
}

const weights = { off: 0, warning: 1, error: 2 } as const;

function* judgeSeverity({ policy }: Config, config: Config, code: Code): Generator<Relaxation> {
  const [was, is] = [policy, config.policy].map(({ severity }) => severity[code] ?? codes[code].severity);
  if (was === undefined || is === undefined || weights[is] >= weights[was]) return;
  const message = `\`${code}\` changes from \`${was}\` to \`${is}\``;
  const allows = `${is === "off" ? "not reported any more" : "now only a warning"}: ${codes[code].summary}`;
  yield { span: placeIn(config, "policy", "severity", code), message, allows, codes: [code] };
}

type Figure = Exclude<keyof PolicyConfig, "severity">;

/**
 * The limits of the policy: whether more or less is laxer, what then passes, and the code of the finding that uses it.
 */
const figures: Readonly<Record<Figure, { readonly laxer: 1 | -1; readonly allows: string; readonly code: Code }>> = {
  warnDays: { laxer: -1, allows: "what is about to expire is reported later", code: "model/expiring" },
  maxLifetimeDays: { laxer: 1, allows: "flags may live longer", code: "gate/too-long" },
  maxMoved: { laxer: 1, allows: "more customers may get another answer unnoticed", code: "gate/wide-effect" },
  maxPinned: { laxer: 1, allows: "more customers may be pinned past the stages unnoticed", code: "gate/wide-effect" },
};

function* judgeFigures({ policy }: Config, config: Config): Generator<Relaxation> {
  for (const figure of Object.keys(figures) as Figure[]) {
    const { laxer, allows, code } = figures[figure];
    const [was, is] = [policy[figure], config.policy[figure]];
    if ((is - was) * laxer <= 0) continue;
    const message = `\`${figure}\` changes from ${was} to ${is}`;
    yield { span: placeIn(config, "policy", figure), message, allows, codes: [code] };
  }
}

/** Where the config says something, or the nearest place that it has. */
function placeIn({ document }: Config, ...path: readonly string[]): Span {
  let at = document.data as object;
  let span = valueSpan(document, at, "");
  for (const key of path) {
    const next = (at as Readonly<Record<string, unknown>>)[key];
    if (next === undefined) return span;
    span = keySpan(document, at, key);
    if (typeof next !== "object" || next === null) return span;
    at = next;
  }
  return span;
}

/**
 * Stages that wait for less than on the base: for a shorter soak, for a stage that is gone, or for one that now comes
 * later.
 */
function* relaxedStages(change: Change): Generator<Relaxation> {
  const reported = new Set<string>();
  for (const { base, head, where } of releasePairs(change)) {
    if (isPartial(change, head.name)) continue;
    const { name } = head;
    const common = { name, codes: ["gate/not-soaked", "gate/out-of-order"] as const };
    for (const [index, stage] of base.stages.slice(0, -1).entries()) {
      const { group, soak } = stage;
      const own = head.stages.find((each) => each.group === group);
      const later = base.stages.slice(index + 1).find((each) => comesBefore(head.stages, each, own));
      const span = own?.span ?? spanAt(head, "stages");
      const message =
        own === undefined
          ? `stage \`${group}\` of \`${name}\` is removed${where}`
          : later !== undefined
            ? `stage \`${later.group}\` of \`${name}\` comes before \`${group}\`${where}`
            : own.soak < soak
              ? `the soak of \`${group}\` changes from ${formatDuration(soak)} to ${formatDuration(own.soak)}${where}`
              : undefined;
      const key = message?.replace(where, "") ?? "";
      if (message === undefined || reported.has(key)) continue;
      reported.add(key);
      const wait = own === undefined || later !== undefined ? "without it" : "after less time";
      yield { ...common, span, message, allows: `versions pass \`${group}\` ${wait}` };
    }
  }
}

/** Whether a stage that came after another now comes before it. */
function comesBefore(stages: readonly Stage[], { group }: Stage, other: Stage | undefined): boolean {
  const index = stages.findIndex((each) => each.group === group);
  return other !== undefined && index >= 0 && index < stages.indexOf(other);
}
