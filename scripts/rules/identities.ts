import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { keySpan } from "../document.ts";
import { fromOf, idSpan } from "../entries.ts";
import { nearest } from "../hints.ts";
import { type Alias, type Child, customerLists, isWithin, type Model, spanAt } from "../model.ts";
import type { IdentitiesDocument } from "../shapes/documents.ts";
import type { Span } from "../source.ts";
import { formatLastDay } from "../time.ts";

/** Children belong to one parent of a broader scope; a former id means one customer, and is listed nowhere by itself. */
export function* identities(model: Model): Generator<Diagnostic> {
  yield* judgeScopes(model);
  yield* judgeChildren(model.children);
  yield* judgeAliases(model);
  yield* judgeListed(model);
}

function* judgeScopes(model: Model): Generator<Diagnostic> {
  const { scopes } = model.config;
  for (const named of model.identities.values()) {
    const { scope, children = {} } = named.document.data as IdentitiesDocument;
    const span = spanAt(named, "scope");
    if (!scopes.has(scope)) {
      yield diagnostic(
        "model/unknown-scope",
        span,
        `scope \`${scope}\` does not exist`,
        nearest(span, scope, scopes.keys(), "the scopes are"),
      );
      continue;
    }
    for (const narrow of Object.keys(children)) {
      const at = keySpan(named.document, children, narrow);
      if (!scopes.has(narrow))
        yield diagnostic(
          "model/unknown-scope",
          at,
          `scope \`${narrow}\` does not exist`,
          nearest(at, narrow, scopes.keys(), "the scopes are"),
        );
      else if (!isWithin(model.config, narrow, scope))
        yield diagnostic(
          "model/wrong-scope",
          at,
          `\`${narrow}\` is not within \`${scope}\`, so it has no children there`,
          {
            related: [{ message: "the scope of the parents", span }],
            hint: `say \`"within": "${scope}"\` of \`${narrow}\` in the config, or choose another scope`,
          },
        );
    }
  }
}

function* judgeChildren(children: readonly Child[]): Generator<Diagnostic> {
  const seen = new Map<string, Child>();
  for (const child of children) {
    const key = `${child.parentScope} ${child.scope} ${child.id}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, child);
      continue;
    }
    const isSame = first.parent === child.parent;
    yield diagnostic(
      isSame ? "model/duplicate-entry" : "model/two-parents",
      child.span,
      isSame
        ? `\`${child.id}\` stands twice below \`${child.parent}\``
        : `\`${child.id}\` belongs to \`${first.parent}\` and to \`${child.parent}\``,
      {
        related: [{ message: `below \`${first.parent}\` first`, span: first.span }],
        hint: isSame
          ? "take one of them out"
          : `a ${child.scope} has one ${child.parentScope}: take it out below the other`,
      },
    );
  }
}

function* judgeAliases({ aliases, asOf, allowExpired, config }: Model): Generator<Diagnostic> {
  const soon = asOf + (config.policy.warnDays + 1) * 86_400_000;
  const byFormer = new Map(aliases.map((alias) => [keyOf(alias.scope, alias.was), alias]));
  const seen = new Map<string, Alias>();
  for (const alias of aliases) {
    const { scope, id, was, until, untilSpan, wasSpan } = alias;
    const first = seen.get(keyOf(scope, was));
    if (first !== undefined)
      yield diagnostic(
        first.id === id ? "model/duplicate-entry" : "model/contradiction",
        wasSpan,
        first.id === id ? `\`${was}\` is an alias twice` : `\`${was}\` is an alias of \`${first.id}\` and of \`${id}\``,
        { related: [{ message: "the first is here", span: first.wasSpan }], hint: "keep one of them" },
      );
    else seen.set(keyOf(scope, was), alias);

    const next = byFormer.get(keyOf(scope, id));
    if (id === was || leadsBack(byFormer, alias))
      yield diagnostic("model/cycle", alias.span, `\`${was}\` is an alias of itself`, {
        related:
          next === undefined || next === alias
            ? []
            : [{ message: `\`${next.was}\` is an alias of \`${next.id}\``, span: next.wasSpan }],
        hint: "let each alias name the id of today",
      });
    else if (next !== undefined)
      yield diagnostic("model/listed-alias", alias.span, `\`${id}\` is itself a former id, of \`${next.id}\``, {
        related: [{ message: "it became an alias here", span: next.wasSpan }],
        hint: `write \`id: ${next.id}\`, the id of today`,
        fix: { title: `write \`${next.id}\``, edits: [{ span: alias.span, text: next.id }] },
      });
    if (until <= asOf)
      yield diagnostic("model/expired", untilSpan ?? wasSpan, `alias \`${was}\` ended on ${formatLastDay(until)}`, {
        severity: allowExpired ? "warning" : "error",
        hint: "take it out; it has no effect any more",
      });
    else if (until <= soon)
      yield diagnostic("model/expiring", untilSpan ?? wasSpan, `alias \`${was}\` ends on ${formatLastDay(until)}`, {
        hint: "see that nobody asks by the former id any more",
      });
  }
}

function leadsBack(byFormer: ReadonlyMap<string, Alias>, start: Alias): boolean {
  const seen = new Set<Alias>();
  let at = byFormer.get(keyOf(start.scope, start.id));
  while (at !== undefined && !seen.has(at)) {
    if (at === start) return true;
    seen.add(at);
    at = byFormer.get(keyOf(at.scope, at.id));
  }
  return false;
}

/** While a former id means its customer, no list and no parent has it by itself. */
function* judgeListed(model: Model): Generator<Diagnostic> {
  if (model.aliases.length === 0) return;
  const byFormer = new Map(model.aliases.map((alias) => [keyOf(alias.scope, alias.was), alias]));

  function* judge(scope: string, id: string, from: number, span: Span): Generator<Diagnostic> {
    const alias = byFormer.get(keyOf(scope, id));
    if (alias !== undefined && from < alias.until)
      yield diagnostic("model/listed-alias", span, `\`${id}\` is a former id of \`${alias.id}\``, {
        related: [{ message: "it is an alias here", span: alias.wasSpan }],
        hint: `list \`${alias.id}\`; the former id means the same customer`,
        fix: { title: `write \`${alias.id}\``, edits: [{ span, text: alias.id }] },
      });
  }

  for (const { scope, entries } of customerLists(model))
    for (let index = 0; index < entries.ids.length; index++)
      yield* judge(scope, entries.ids[index] as string, fromOf(entries, index), idSpan(entries, index));
  for (const child of model.children) {
    yield* judge(child.scope, child.id, -Infinity, child.span);
    const alias = byFormer.get(keyOf(child.parentScope, child.parent));
    if (alias !== undefined)
      yield diagnostic(
        "model/listed-alias",
        child.span,
        `\`${child.id}\` belongs to \`${child.parent}\`, a former id of \`${alias.id}\``,
        {
          related: [{ message: "it is an alias here", span: alias.wasSpan }],
          hint: `name the parent \`${alias.id}\``,
        },
      );
  }
}

function keyOf(scope: string, id: string): string {
  return `${scope} ${id}`;
}
