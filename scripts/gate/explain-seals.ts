import { frozenBefore, type Held, isFrozen, sealedBefore } from "../history/frozen-before.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { valueSpan } from "../model/document.ts";
import { ignoresCaseIn } from "../model/model-queries.ts";
import { count } from "../model/text/words.ts";
import type { Change } from "./policies/change.ts";
import { founderChanges } from "./policies/founder-changes.ts";

/** Adds to each finding about a wrong seal who is missing and who was added, as far as the base knows. */
export function explainSeals(findings: readonly Diagnostic[], change: Change | undefined): readonly Diagnostic[] {
  if (change === undefined) return findings;
  return findings.map((finding) => (finding.code === "model/bad-seal" ? explain(finding, change) : finding));
}

function explain(finding: Diagnostic, { before, after, history }: Change): Diagnostic {
  const list = [...after.privileges.values()].find(({ document }) => document.source === finding.span.source);
  if (before === undefined || list === undefined || !isFrozen(list)) return finding;
  const { name, frozen, scopes } = list;
  const old = sealedBefore(before, name, history);
  if (old === undefined)
    return { ...finding, hint: whereToLook(list, frozenBefore(before, name, history) !== undefined) };
  const where = old.isOnBase ? "on the base" : "in the last version that matched its seal";
  const [was = false, is = false] = [before, after].map((model) => ignoresCaseIn(model, scopes[0] ?? ""));
  const { missing, added, mistaken, related, advice } = founderChanges(old.privilege, list, { was, is, where });
  const { seal, data } = old.privilege.frozen;
  const isEdited = frozen.seal !== seal;
  const [sealed = ""] = old.privilege.scopes;
  const isOfOther = scopes[0] !== sealed;
  const faults = [
    ...(missing.length === 0 ? [] : [`${some(missing)} ${missing.length === 1 ? "is" : "are"} missing`]),
    ...(added.length === 0 ? [] : [`${some(added)} ${added.length === 1 ? "was" : "were"} added`]),
    ...(mistaken.length === 0 ? [] : [`${some(mistaken)} ${mistaken.length === 1 ? "counts" : "count"} as another`]),
    ...(isOfOther ? [`its scope was \`${sealed}\` ${where}`] : []),
    ...(isEdited ? ["the seal was edited"] : []),
  ];
  const steps = [
    ...advice,
    ...(isOfOther ? [`restore \`scope: ${sealed}\`, and list its customers under that`] : []),
    ...(isEdited ? [`restore \`${seal}\``] : []),
  ];
  const restore = { message: `the seal is here ${where}`, span: valueSpan(old.privilege.document, data, "seal") };
  return {
    ...finding,
    message: `\`${name}\` does not match its seal: ${faults.join(", ")}`,
    related: [...related, ...(isEdited ? [restore] : [])],
    hint: steps.join("; "),
  };
}

/** What to do if no version of a list that matches its seal is known. */
function whereToLook({ document }: Held, isOld: boolean): string {
  if (!isOld) return "hold all whom `flagstone freeze` wrote, or record in `ended` who left since";
  return `no earlier version on the base matches its seal: see \`git log -p ${document.source.path}\` for who was frozen`;
}

/** A customer by name, or the number of several. */
function some(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? "") : count(names.length, "customer");
}
