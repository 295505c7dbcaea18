import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameSpan } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import { decisionsOf } from "../../model/model-queries.ts";
import { countCells, mostCells } from "../../model/space/atoms.ts";
import { dimensionFinder } from "../../model/space/dimensions.ts";

/** What callers tell must divide each decision into few enough cells that a change can be compared in all of them. */
export function* tooManyCells(model: Model): Generator<Diagnostic> {
  const find = dimensionFinder(undefined, model);
  for (const decision of decisionsOf(model)) {
    const dimensions = find(undefined, decision);
    const cells = countCells(dimensions);
    if (cells <= mostCells) continue;
    const sets = `${dimensions.length} attributes and told group sets`;
    yield diagnostic(
      "model/too-many-cells",
      nameSpan(decision.document),
      `${decision.kind} \`${decision.name}\` depends on ${sets}, in ${cells} combinations`,
      {
        hint: `more than ${mostCells} cannot be compared; compare with fewer values, or let the service tell what they come to`,
      },
    );
  }
}
