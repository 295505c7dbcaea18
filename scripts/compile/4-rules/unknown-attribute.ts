import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { type Document, keySpan } from "../../model/document.ts";
import type { Decision, GroupSet, Named } from "../../model/model.ts";
import { conditionsIn, conditionsOf, findTested } from "../../model/model-queries.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * What conditions test and examples tell must exist, and have what it is compared with. Codes:
 * `model/unknown-attribute`, `schema/bad-date`, `schema/conflicting-keys`, `schema/unquoted`, `schema/wrong-type`,
 * `schema/wrong-value`.
 */
export function* unknownAttribute(of: Decision | GroupSet, model: Surroundings): Generator<Diagnostic> {
  for (const condition of of.kind === "groups" ? conditionsIn(of) : conditionsOf(of)) {
    yield* condition.misfits;
    for (const name of condition.tests.keys())
      yield* judge(model, condition.document, condition.data, name, [...model.attributes.keys(), ...model.sets.keys()]);
  }
}

/** The same for what an example tells. */
export function* unknownInExample({ document, examples }: Named, model: Surroundings): Generator<Diagnostic> {
  for (const { data, misfits } of examples) {
    yield* misfits;
    const { attributes = {} } = data as { readonly attributes?: object };
    for (const name of Object.keys(attributes)) {
      if (!model.sets.has(name)) yield* judge(model, document, attributes, name, [...model.attributes.keys()]);
      else
        yield diagnostic("model/unknown-attribute", keySpan(document, attributes, name), `\`${name}\` is a group set`, {
          hint: "what callers say of a set with `told` stands under `groups`",
        });
    }
  }
}

function* judge(
  model: Surroundings,
  document: Document,
  container: object,
  name: string,
  names: readonly string[],
): Generator<Diagnostic> {
  const isRetired = model.retired.some((each) => each.name === name && ["attribute", "groups"].includes(each.kind));
  if (findTested(model, name) !== undefined || isRetired || model.unreadable.has(name)) return;
  const span = keySpan(document, container, name);
  const isScope = model.config.scopes.has(name);
  yield diagnostic(
    "model/unknown-attribute",
    span,
    `\`${name}\` is ${isScope ? "a scope, whose ids no condition can test" : "not an attribute"}`,
    isScope ? { hint: "list its customers, or name a group that does" } : nameHint(span, name, names, "there are"),
  );
}
