import { keySpan, valueSpan } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { lineOf } from "../../model/text/source.ts";

/**
 * Where documents name something that is removed and still compile: `flags/b.yaml:7 has it as a salt`; in their order.
 */
export function* mentionsOf(model: Model, name: string): Generator<string> {
  for (const { document, rollout } of model.flags.values())
    for (const { data, salt } of document.name === name ? [] : rollout)
      if (data !== undefined && salt === name)
        yield `${lineOf(valueSpan(document, data, "salt"))} uses it as the salt of a rollout`;
  for (const { allow } of model.waivers.values())
    for (const each of allow) if (each.name === name) yield `${lineOf(each.span)} waives a policy for it`;
  for (const document of model.documents) {
    if (document.name === name) continue;
    const { deprecated, examples = [] } = document.data as Partial<FlagDocument>;
    if (typeof deprecated === "string" && new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(deprecated))
      yield `${lineOf(keySpan(document, document.data as object, "deprecated"))} recommends it`;
    for (const example of Array.isArray(examples) ? examples : [])
      if (Array.isArray(example?.plan) && example.plan.includes(name))
        yield `${lineOf(valueSpan(document, example, "plan"))} uses it in the plan of an example`;
  }
}
