import { compareDiagnostics, type Diagnostic } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import { customerLists } from "../model/model-queries.ts";
import type { Progress } from "../model/progress.ts";
import {
  type Rule,
  rules,
  rulesOfDecisions,
  rulesOfDocuments,
  rulesOfFlags,
  rulesOfLists,
  rulesOfNamed,
  rulesOfReleases,
  rulesOfSets,
} from "./4-rules/index.ts";
import { judgeEach } from "./judge-each.ts";

const all: readonly Rule[] = [
  judgeEach(({ documents }) => documents, rulesOfDocuments),
  judgeEach(({ flags }) => flags.values(), [...rulesOfNamed, ...rulesOfDecisions, ...rulesOfFlags]),
  judgeEach(({ releases }) => releases.values(), [...rulesOfNamed, ...rulesOfDecisions, ...rulesOfReleases]),
  judgeEach(({ privileges }) => privileges.values(), [...rulesOfNamed, ...rulesOfDecisions]),
  judgeEach(({ sets }) => sets.values(), [...rulesOfNamed, ...rulesOfSets]),
  judgeEach(({ attributes }) => attributes.values(), rulesOfNamed),
  judgeEach(({ identities }) => identities.values(), rulesOfNamed),
  judgeEach(({ waivers }) => waivers.values(), rulesOfNamed),
  judgeEach(customerLists, rulesOfLists),
  ...rules,
];

/**
 * The findings of the rules in each environment: each reported once, with the environment's name if the first one does
 * not have it.
 */
export function judgeModels(
  models: readonly Model[],
  progress: Progress,
  asked: readonly Rule[] = all,
): readonly Diagnostic[] {
  let known: readonly Diagnostic[] = [];
  const named = new Map<Diagnostic, Diagnostic>();
  for (const [index, model] of models.entries()) {
    const found: Diagnostic[] = [];
    for (const [done, rule] of asked.entries()) {
      progress.enter("rules", index * asked.length + done, models.length * asked.length);
      for (const finding of rule(model)) found.push(finding);
    }
    const added = withoutKnown(found.sort(compareDiagnostics), known);
    if (index > 0)
      for (const finding of added)
        named.set(finding, { ...finding, message: `${finding.message} (in ${model.environment})` });
    known = index === 0 ? added : [...known, ...added].sort(compareDiagnostics);
  }
  return named.size === 0 ? known : known.map((finding) => named.get(finding) ?? finding);
}

/** Findings that are not among some others, each once; both are in order. */
function withoutKnown(found: readonly Diagnostic[], known: readonly Diagnostic[]): readonly Diagnostic[] {
  let next = 0;
  const isSame = (finding: Diagnostic, other: Diagnostic | undefined): boolean =>
    other !== undefined && compareDiagnostics(finding, other) === 0;
  return found.filter((finding, index) => {
    while (next < known.length && compareDiagnostics(known[next] as Diagnostic, finding) < 0) next++;
    return !isSame(finding, found[index - 1]) && !isSame(finding, known[next]);
  });
}
