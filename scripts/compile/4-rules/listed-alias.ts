import { type Diagnostic, diagnostic, type Fix } from "../../model/diagnostic.ts";
import { fromOf, idSpan } from "../../model/entries.ts";
import type { Alias, Model } from "../../model/model.ts";
import { customerLists } from "../../model/model-queries.ts";
import { writeText } from "../../model/text/quoting.ts";
import { type Span, textOf } from "../../model/text/source.ts";

/**
 * A former id must stand for one current customer, and while it does, nobody may be listed by it. Codes:
 * `model/contradiction`, `model/cycle`, `model/duplicate-entry`, `model/listed-alias`.
 */
export function* listedAlias(model: Model): Generator<Diagnostic> {
  const byFormer = new Map<string, Alias>();
  for (const alias of model.aliases) {
    const { scope, id, was, wasSpan } = alias;
    const first = byFormer.get(keyOf(scope, was));
    if (first === undefined) byFormer.set(keyOf(scope, was), alias);
    else if (first.id === id)
      yield diagnostic("model/duplicate-entry", wasSpan, `\`${was}\` is an alias of \`${id}\` twice`, {
        related: [{ message: "the first is here", span: first.wasSpan }],
        hint: "remove one of them",
      });
    else
      yield diagnostic("model/contradiction", wasSpan, `\`${was}\` is an alias of \`${first.id}\` and of \`${id}\``, {
        related: [{ message: `of \`${first.id}\` here`, span: first.wasSpan }],
        hint: "keep the one for the customer who had this id",
      });
  }

  const circular = new Set<Alias>();
  for (const alias of byFormer.values()) {
    if (circular.has(alias)) continue;
    const way = wayFrom(byFormer, alias);
    if (way.next === alias) {
      for (const each of way.aliases) circular.add(each);
      yield circle(alias, way.aliases);
    } else if (way.next === undefined && way.aliases.length > 1) yield chain(alias, way.aliases);
  }
  for (const alias of circular) byFormer.delete(keyOf(alias.scope, alias.was));
  yield* judgeListed(model, byFormer.values());
}

/**
 * The aliases from one on, each of which names the former id of the next; `next` is where they lead back to, if they
 * do.
 */
function wayFrom(byFormer: ReadonlyMap<string, Alias>, start: Alias) {
  const aliases: Alias[] = [start];
  let next = byFormer.get(keyOf(start.scope, start.id));
  while (next !== undefined && !aliases.includes(next)) {
    aliases.push(next);
    next = byFormer.get(keyOf(next.scope, next.id));
  }
  return { aliases, next };
}

function circle({ was, span }: Alias, [, ...others]: readonly Alias[]): Diagnostic {
  return diagnostic("model/cycle", span, `\`${was}\` is an alias of itself`, {
    related: others.map((each) => ({ message: `\`${each.was}\` is an alias of \`${each.id}\``, span: each.wasSpan })),
    hint:
      others.length === 0 ? "remove it; an id always means its own customer" : "each alias must name the current id",
  });
}

function chain({ id, span }: Alias, [, next, ...others]: readonly Alias[]): Diagnostic {
  const today = (others.at(-1) ?? next)?.id ?? id;
  return diagnostic("model/listed-alias", span, `\`${id}\` is itself a former id, of \`${next?.id}\``, {
    related: next === undefined ? [] : [{ message: "it is an alias here", span: next.wasSpan }],
    hint: `name \`${today}\`, the current id`,
    fix: write(span, today),
  });
}

function* judgeListed(model: Model, aliases: Iterable<Alias>): Generator<Diagnostic> {
  const formers = new Map<string, Map<string, Alias>>();
  for (const alias of aliases) {
    if (alias.until <= model.asOf) continue;
    const ofScope = formers.get(alias.scope) ?? new Map<string, Alias>();
    formers.set(alias.scope, ofScope.set(alias.was, alias));
  }

  for (const { scope, entries, kind } of customerLists(model)) {
    const ofScope = formers.get(scope);
    if (ofScope === undefined) continue;
    for (const [index, id] of entries.ids.entries()) {
      const alias = ofScope.get(id);
      if (alias === undefined || fromOf(entries, index) >= alias.until) continue;
      const span = idSpan(entries, index);
      yield kind === "privilege"
        ? listed(alias, span, `list \`${alias.id}\` instead, and record in \`renamed\` that it was \`${id}\``)
        : listed(alias, span, `list \`${alias.id}\`; the former id means the same customer`, write(span, alias.id));
    }
  }

  const parents = new Set<Span>();
  for (const { scope, id, span, parentScope, parent, parentSpan } of model.children) {
    const child = formers.get(scope)?.get(id);
    if (child !== undefined)
      yield listed(child, span, `name \`${child.id}\`; the former id means the same customer`, write(span, child.id));
    const above = formers.get(parentScope)?.get(parent);
    if (above === undefined || parents.has(parentSpan)) continue;
    parents.add(parentSpan);
    yield listed(above, parentSpan, `list its children under \`${above.id}\``);
  }
}

function listed(alias: Alias, span: Span, hint: string, fix?: Fix): Diagnostic {
  return diagnostic("model/listed-alias", span, `\`${alias.was}\` is a former id of \`${alias.id}\``, {
    related: [{ message: "it is an alias here", span: alias.wasSpan }],
    hint,
    fix,
  });
}

function write(span: Span, id: string): Fix {
  return { title: `write \`${id}\``, edits: [{ span, text: writeText(id, textOf(span)) }] };
}

function keyOf(scope: string, id: string): string {
  return `${scope} ${id}`;
}
