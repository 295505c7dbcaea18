import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { decisionsOf, type Model, spanAt } from "../model.ts";

/** A description is a sentence of at least three words, and says more than the name. */
export function* description(model: Model): Generator<Diagnostic> {
  for (const named of [...decisionsOf(model), ...model.sets.values()]) {
    const words = named.description.match(/[\p{L}\p{N}]+/gu) ?? [];
    const saysTheName = words.join("").toLowerCase() === named.name.replace(/[_-]/g, "").toLowerCase();
    if (words.length < 3 || saysTheName)
      yield diagnostic("model/vague-description", spanAt(named, "description"), `the description of \`${named.name}\` is no sentence`, {
        hint: "say in a sentence what changes for whom",
      });
  }
}
