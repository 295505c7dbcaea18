import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { nameHint } from "../model/did-you-mean.ts";
import type { Allowance, Waiver } from "../model/model.ts";
import { spanAt } from "../model/model-queries.ts";
import type { Breach, Change } from "./policies/change.ts";

/** What remains of the findings about a change after its waivers have been applied. */
interface Waived {
  readonly left: readonly Breach[];
  /** What is wrong with the waivers. */
  readonly findings: readonly Diagnostic[];
  /** What was waived, for people to read. */
  readonly notes: readonly string[];
}

/** Removes what the change's own waivers allow, and finds what is wrong with those waivers. */
export function waive(change: Change, breaches: readonly Breach[]): Waived {
  const holding = [...change.after.waivers.values()].filter((waiver) => holds(change, waiver));
  const lines = holding.flatMap((waiver) => waiver.allow.map((line) => ({ waiver, line })));
  const used = new Set<Allowance>();
  const notes: string[] = [];
  const left = breaches.filter((breach) => {
    const found = lines.find(({ line }) => allows(line, breach));
    if (found === undefined) return true;
    used.add(found.line);
    const { waiver } = found;
    notes.push(`waived by \`${waiver.name}\` (${waiver.approvedBy}): ${breach.code}: ${breach.message}`);
    return false;
  });
  const unused = lines.filter(({ line }) => !used.has(line)).map((each) => tellUnused(each, left));
  return { left, findings: [...unused, ...judge(change)], notes };
}

/** A waiver applies to the change that adds it, if someone approved it who may. */
function holds({ before }: Change, { name, approvedBy }: Waiver): boolean {
  const approvers = before?.config.approvers;
  return !before?.waivers.has(name) && (approvers === undefined || approvers.includes(approvedBy));
}

function allows({ policy, name, version }: Allowance, { code, waivable }: Breach): boolean {
  return policy === code && waivable !== undefined && name === waivable.name && version === waivable.version;
}

/**
 * What is wrong with waivers that do not apply: nobody approved them who may, or they were merged and now allow more.
 */
function* judge({ before, after }: Change): Generator<Diagnostic> {
  for (const waiver of after.waivers.values()) {
    const { name, approvedBy, allow } = waiver;
    const merged = before?.waivers.get(name);
    const approvers = before?.config.approvers;
    const said = new Set(merged?.allow.map(textOf));
    if (merged !== undefined) {
      for (const line of allow)
        if (!said.has(textOf(line)))
          yield diagnostic(
            "gate/unused-waiver",
            line.span,
            `waiver \`${name}\` was merged before, so it no longer applies`,
            {
              hint: "add a waiver with another name: it applies only to the change that adds it",
            },
          );
    } else if (approvers !== undefined && !approvers.includes(approvedBy)) {
      const span = spanAt(waiver, "approved_by");
      const { hint } = nameHint(span, approvedBy, approvers, "the approvers on the base are");
      yield diagnostic("gate/unknown-approver", span, `\`${approvedBy}\` is not an approver`, { hint });
    }
  }
}

function tellUnused(
  { waiver, line }: { readonly waiver: Waiver; readonly line: Allowance },
  left: readonly Breach[],
): Diagnostic {
  const { policy, name, version, span } = line;
  const what = version === undefined ? `\`${name}\`` : `\`${name}\` and \`${version}\``;
  const remove = waiver.allow.length === 1 ? "delete the file" : "remove the line";
  const found = left.filter(({ code }) => code === policy);
  if (found.length > 0 && found.every(({ waivable }) => waivable === undefined))
    return diagnostic("gate/unused-waiver", span, `no waiver of \`${policy}\` can allow what this change does`, {
      hint: `${remove}, and mend what the finding says`,
    });
  return diagnostic("gate/unused-waiver", span, `this change needs no waiver of \`${policy}\` for ${what}`, {
    hint: `${remove}, or name what the finding names`,
  });
}

function textOf({ policy, name, version }: Allowance): string {
  return JSON.stringify([policy, name, version]);
}
