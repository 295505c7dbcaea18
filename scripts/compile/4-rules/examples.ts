import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Example, Model, Named } from "../../model/model.ts";
import { decisionsOf, namedThings, reachOf, scopesOfSet } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";

/**
 * What examples name must exist: scopes, told group sets and their groups, environments; and an example must use a
 * scope of its decision. Codes: `model/unknown-environment`, `model/unknown-group`, `model/unknown-scope`,
 * `model/wrong-scope`.
 */
export function* examples(model: Model): Generator<Diagnostic> {
  if (model.environment !== model.config.environments[0]) return;
  for (const named of namedThings(model))
    for (const example of named.examples) {
      yield* judgeScopes(model, named, example);
      yield* judgeGroups(model, named, example);
      yield* judgeEnvironment(model, named, example);
    }
  // A file that could not be read may say who belongs to whom.
  if (model.unreadable.size + model.partial.size > 0) return;
  for (const decision of decisionsOf(model))
    for (const example of decision.examples) yield* judgeReach(model, decision, example);
  for (const set of model.sets.values())
    for (const example of set.examples)
      if (!set.told) yield* judgeReach(model, { ...set, scopes: scopesOfSet(set) }, example);
}

type Data = Readonly<Record<"when" | "created" | "groups", object | undefined>>;

function* judgeScopes({ config }: Model, { document }: Named, { data }: Example): Generator<Diagnostic> {
  const { when, created } = data as Data;
  for (const part of [when, created])
    for (const scope of Object.keys(part ?? {}))
      if (!config.scopes.has(scope)) {
        const span = keySpan(document, part as object, scope);
        const message = `scope \`${scope}\` does not exist`;
        const hint = nameHint(span, scope, config.scopes.keys(), "the scopes are");
        yield diagnostic("model/unknown-scope", span, message, hint);
      }
}

/** Reports examples that would not compile in a service. */
function* judgeReach(
  model: Model,
  { name, document, scopes }: Named & { readonly scopes: readonly string[] },
  { when, data }: Example,
): Generator<Diagnostic> {
  const asked = Object.keys(when);
  if (scopes.length === 0 || ![...scopes, ...asked].every((scope) => model.config.scopes.has(scope))) return;
  if (asked.some((scope) => reachOf(model, scope).some((reached) => scopes.includes(reached)))) return;
  const wanted = scopes.map((scope) => `\`${scope}\``).join(" or ");
  yield diagnostic("model/wrong-scope", valueSpan(document, data, "when"), `\`${name}\` is asked by ${wanted}`, {
    hint: `give an id for ${wanted}; without one, the example asks about nobody`,
  });
}

function* judgeGroups(model: Model, { document }: Named, example: Example): Generator<Diagnostic> {
  const data = (example.data as Data).groups ?? {};
  for (const [name, group] of Object.entries(example.groups)) {
    const set = model.sets.get(name);
    const [key, value] = [keySpan(document, data, name), valueSpan(document, data, name)];
    if (set === undefined) {
      const told = [...model.sets.values()].filter((each) => each.told).map((each) => each.name);
      if (!model.unreadable.has(name))
        yield unknown(`\`${name}\` is not a group set`, key, name, told, "sets with `told` are");
    } else if (!set.told)
      yield diagnostic(
        "model/unknown-group",
        key,
        `\`${name}\` lists its members, so an example cannot set its group`,
        {
          hint: `leave it out, and ask with the id of a member in \`${set.scope}\``,
        },
      );
    else if (!set.groups.has(group) && !model.partial.has(set.document))
      yield unknown(`\`${group}\` is not a group of \`${name}\``, value, group, set.groups.keys(), "its groups are");
  }
}

function unknown(message: string, span: Span, wrong: string, names: Iterable<string>, introduction: string) {
  return diagnostic("model/unknown-group", span, message, nameHint(span, wrong, names, introduction));
}

function* judgeEnvironment({ config }: Model, { document }: Named, example: Example): Generator<Diagnostic> {
  const { environment, data } = example;
  if (environment === undefined || config.environments.includes(environment)) return;
  const span = valueSpan(document, data, "environment");
  const message = `environment \`${environment}\` does not exist`;
  const hint = nameHint(span, environment, config.environments, "the environments are");
  yield diagnostic("model/unknown-environment", span, message, hint);
}
