import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, nameSpan } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import { allConditions, findTested, groupsNamedBy, setOf, spanAt } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";

/** A retired name must not be declared again for its kind, or referred to. */
export function* retiredName(model: Model): Generator<Diagnostic> {
  if (model.retired.length === 0) return;
  const retired = new Map(model.retired.map((each) => [`${each.kind} ${each.name}`, each]));

  function* judge(kind: string, name: string, span: Span, hint: string): Generator<Diagnostic> {
    const record = retired.get(`${kind} ${name}`);
    if (record !== undefined)
      yield diagnostic("model/retired-name", span, `the name \`${name}\` is retired (${record.outcome})`, {
        related: [{ message: "it was retired here", span: record.span }],
        hint,
      });
  }

  for (const document of model.documents) {
    if (document.kind === "retired") continue;
    const hint = `choose another name: code built earlier still asks \`${document.name}\` and gets its last answer`;
    yield* judge(document.kind, document.name, nameSpan(document), hint);
  }
  for (const flag of model.flags.values())
    for (const { group, span } of groupsNamedBy(flag))
      yield* judge("groups", setOf(group), span, "name another group, or remove this one");
  for (const { condition } of allConditions(model))
    for (const name of condition.tests.keys())
      if (findTested(model, name) === undefined)
        for (const kind of ["attribute", "groups"])
          yield* judge(
            kind,
            name,
            keySpan(condition.document, condition.data, name),
            "test something else, or take it out",
          );
  for (const flag of model.flags.values())
    for (const { name, span } of flag.requires) yield* judge("flag", name, span, "remove it from `requires`");
  for (const release of model.releases.values())
    yield* judge("groups", release.by, spanAt(release, "by"), "choose another group set");
}
