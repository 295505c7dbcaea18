import { nameSpan, valueSpan } from "../../../model/document.ts";
import type { Flag, GroupSet, Model, Named, Privilege, Release } from "../../../model/model.ts";
import { decisionsOf, spanAt } from "../../../model/model-queries.ts";
import { positionOf, type Span } from "../../../model/text/source.ts";
import type { Places } from "./look-up-data.ts";

/** The lines of everything that may decide, by kind and name. */
export function placesOf(model: Model, fileOf: (span: Span) => number): Readonly<Record<string, Places>> {
  const found: Record<string, Places> = Object.create(null);
  const add = (kind: string, named: Named, parts: Iterable<readonly [string, Span]>): void => {
    const lines: Record<string, number> = Object.create(null);
    for (const [part, { source, start }] of parts) lines[part] ??= positionOf(source, start).line;
    found[`${kind} ${named.name}`] = { file: fileOf(nameSpan(named.document)), lines };
  };
  for (const decision of decisionsOf(model)) add(decision.kind, decision, partsOf(decision));
  for (const set of model.sets.values()) add("groups", set, partsOfSet(set));
  return found;
}

function* partsOf(decision: Flag | Release | Privilege): Generator<readonly [string, Span]> {
  yield ["name", nameSpan(decision.document)];
  for (const { group, span } of decision.grouped) yield [`group ${group}`, span];
  if (decision.kind === "release") yield ["default", spanAt(decision, "stages")];
  if (decision.kind === "privilege") yield ["default", nameSpan(decision.document)];
  yield ["scope", spanAt(decision, decision.kind === "release" ? "by" : "scope")];
  if (decision.expires !== undefined) yield ["expired", decision.expires.span];
  if (decision.kind !== "flag") return;
  yield ["default", spanAt(decision, "default")];
  for (const key of ["paused", "rollout", "requires"] as const)
    if (Object.hasOwn(decision.document.data as object, key)) yield [key, spanAt(decision, key)];
  if (decision.created !== undefined) yield ["created", valueSpan(decision.document, decision.created.data, "value")];
  for (const { value, condition } of decision.conditional) yield [`condition ${value}`, condition.span];
}

function* partsOfSet(set: GroupSet): Generator<readonly [string, Span]> {
  yield ["name", nameSpan(set.document)];
  if (set.default !== undefined) yield ["default", spanAt(set, "default")];
  for (const { name, span, patterns, conditions, shares } of set.groups.values()) {
    yield [`group ${name}`, span];
    for (const { prefix, span } of patterns) yield [`pattern ${name} ${prefix}`, span];
    for (const { span } of conditions) yield [`condition ${name}`, span];
    for (const { span } of shares) yield [`share ${name}`, span];
  }
}
