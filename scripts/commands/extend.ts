import type { EditContext, MakePlan } from "../edit/context.ts";
import { predictGate } from "../edit/predict-gate.ts";
import { refuseMissing } from "../edit/refuse-missing.ts";
import { addComment } from "../edit/text/add-comment.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Flag } from "../model/model.ts";
import { endOf, formatDay, formatEnd } from "../model/time.ts";
import { whyMissing } from "../model/why-missing.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EditInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface ExtendInput extends EditInput {
  readonly operands: readonly string[];
  /** The new last day, as a date. */
  readonly until?: string;
  readonly reason?: string;
}

/** Gives a flag more time; the reason goes into a comment after the date. */
export function extend(input: ExtendInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const flag = extensible(context, input.operands[0]);
    return typeof flag === "string" ? flag : putOff(context, flag);
  });
}

/** The flag with a name, or why what has that name cannot be extended. */
function extensible({ model }: EditContext, name: string | undefined): Flag | string {
  if (name === undefined) return "the name of a flag is missing";
  const flag = model.flags.get(name);
  if (flag?.permanent !== undefined) return `flag \`${name}\` is permanent, so it has no last day`;
  if (flag !== undefined) return flag;
  const privilege = model.privileges.get(name);
  if (privilege?.expires !== undefined)
    return `the frozen list of \`${name}\` ends on ${formatEnd(privilege.expires.at)}: a sunset can only move closer`;
  if (privilege !== undefined) return `privilege \`${name}\` has no last day`;
  if (model.releases.has(name)) return `release \`${name}\` has no last day`;
  return whyMissing(model, "flag", name);
}

function putOff(context: EditContext<ExtendInput>, flag: Flag): ReturnType<MakePlan> {
  const { until, reason } = context.input;
  const end = flag.expires?.at ?? Infinity;
  if (until === "none")
    return `to keep flag \`${flag.name}\` for good, write \`permanent: <why>\` instead of \`expires\``;
  const noReason = 'the reason is missing: what takes longer, such as `--reason "SALES-12 decides in May"`';
  if (until === undefined) {
    const missing = [
      "the new last day is missing, such as `--until 2027-06-30`",
      ...(reason === undefined ? [noReason] : []),
    ];
    return refuseMissing(missing) ?? {};
  }
  if (endOf(until) <= context.asOf) return `\`--until ${until}\` is in the past`;
  if (endOf(until) < end)
    return `flag \`${flag.name}\` ends on ${formatEnd(end)}, which is later than ${until}; to end it sooner, edit \`expires\``;
  if (endOf(until) === end) return { notes: [`flag \`${flag.name}\` already ends on ${formatEnd(end)}`] };
  if (reason === undefined) return noReason;
  const document = context.draft.documentAt(flag.document.source.path);
  if (document === undefined) return { notes: [] };
  const trace = `extended ${formatDay(context.asOf)}: ${reason}`;
  context.draft.edit([
    ...setAt(document, ["expires"], until),
    addComment(document, document.data as object, "expires", trace),
  ]);
  return { notes: predictGate(context, flag.document.source.path, "gate/too-long") };
}
