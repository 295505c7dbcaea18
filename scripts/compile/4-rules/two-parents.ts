import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan } from "../../model/document.ts";
import type { Child, Model } from "../../model/model.ts";
import { isWithin, spanAt } from "../../model/model-queries.ts";
import type { IdentitiesDocument } from "../../model/shapes/documents.ts";

/**
 * Children must be of a scope within that of their parents, and belong to one customer in each scope. Codes:
 * `model/duplicate-entry`, `model/two-parents`, `model/unknown-scope`, `model/wrong-scope`.
 */
export function* twoParents(model: Model): Generator<Diagnostic> {
  yield* judgeScopes(model);
  const parents = new Map<string, Child[]>();
  for (const child of model.children) {
    const known = parents.get(keyOf(child.scope, child.id));
    const first = known?.find(({ parentScope }) => parentScope === child.parentScope);
    if (known === undefined) parents.set(keyOf(child.scope, child.id), [child]);
    else if (first === undefined) known.push(child);
    else yield again(first, child);
  }
  for (const direct of parents.values()) if (direct.length > 1) yield* judgeWays(parents, direct);
}

function* judgeScopes({ config, identities }: Model): Generator<Diagnostic> {
  for (const named of identities.values()) {
    const { scope, children = {} } = named.document.data as IdentitiesDocument;
    for (const narrow of Object.keys(children)) {
      const span = keySpan(named.document, children, narrow);
      if (!config.scopes.has(narrow))
        yield diagnostic(
          "model/unknown-scope",
          span,
          `scope \`${narrow}\` does not exist`,
          nameHint(span, narrow, config.scopes.keys(), "the scopes are"),
        );
      else if (config.scopes.has(scope) && !isWithin(config, narrow, scope))
        yield diagnostic("model/wrong-scope", span, `\`${narrow}\` is not within \`${scope}\``, {
          related: [{ message: "the scope of the parents", span: spanAt(named, "scope") }],
          hint:
            narrow === scope || isWithin(config, scope, narrow)
              ? "children have a narrower scope than their parents"
              : `give \`${narrow}\` \`"within": "${scope}"\` in the config, or choose another scope`,
        });
    }
  }
}

function again(first: Child, child: Child): Diagnostic {
  const { id, scope, parent, parentScope, span } = child;
  const related = [{ message: `\`${id}\` first appears here`, span: first.span }];
  return first.parent === parent
    ? diagnostic("model/duplicate-entry", span, `\`${id}\` appears twice under \`${parent}\``, {
        related,
        hint: "remove one of them",
      })
    : diagnostic("model/two-parents", span, `\`${id}\` belongs to \`${first.parent}\` and to \`${parent}\``, {
        related,
        hint: `each \`${scope}\` belongs to one \`${parentScope}\`: remove it under the other`,
      });
}

/** A customer with parents in several scopes must reach the same customer of a broader scope through all of them. */
function* judgeWays(parents: ReadonlyMap<string, readonly Child[]>, direct: readonly Child[]): Generator<Diagnostic> {
  const found = new Map<string, { readonly id: string; readonly by: Child }>();
  const ways = direct.map((by) => ({ by, scope: by.parentScope, id: by.parent }));
  for (const { by, scope, id } of ways) {
    const first = found.get(scope);
    if (first === undefined) {
      found.set(scope, { id, by });
      for (const next of parents.get(keyOf(scope, id)) ?? [])
        ways.push({ by, scope: next.parentScope, id: next.parent });
    } else if (first.id !== id) {
      const ways = `${wayTo(first.id, first.by)} and ${wayTo(id, by)}`;
      yield diagnostic("model/two-parents", by.span, `\`${by.id}\` belongs ${ways}`, {
        related: [{ message: wayTo(first.id, first.by), span: first.by.span }],
        hint: `each \`${by.scope}\` belongs to one \`${scope}\`, directly or indirectly`,
      });
      return;
    }
  }
}

function wayTo(id: string, by: Child): string {
  return by.parent === id ? `to \`${id}\`` : `through \`${by.parent}\` to \`${id}\``;
}

function keyOf(scope: string, id: string): string {
  return `${scope} ${id}`;
}
