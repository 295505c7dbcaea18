import { type Document, keySpan, keysInOrder, nameSpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Config, Group, GroupSet, GroupShare, Pattern } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { ConditionData, GroupsDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import { endOf, startOf } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { referenceTo, resolveNamed } from "./common-keys.ts";
import { resolveCondition } from "./condition.ts";
import { type TestedByName, unlistedGroups } from "./tested.ts";

/**
 * The group set that a document describes; a group of the `whole` document that an environment leaves out is empty
 * there.
 */
export function resolveGroupSet(
  config: Config,
  document: Document,
  tested: TestedByName,
  whole: Document = document,
): GroupSet {
  const data = document.data as GroupsDocument;
  const ignoreCase = data.scope !== undefined && ignoresCaseIn({ config }, data.scope);
  const groups = new Map<string, Group>();

  // In an exclusive set, shares with the same salt are adjacent; elsewhere each starts at zero.
  const taken = new Map<string, number>();
  function readShares(list: EntryList): readonly GroupShare[] {
    return list.flatMap((entry) => {
      if (typeof entry === "string" || entry.percent === undefined) return [];
      const { percent, salt = document.name } = entry;
      const start = data.exclusive === false ? 0 : (taken.get(salt) ?? 0);
      const end = start + Math.round(percent * 100);
      taken.set(salt, end);
      const condition = hasCondition(entry) ? resolveCondition(document, tested, entry.where) : undefined;
      return [{ percent, condition, salt, start, end, span: valueSpan(document, entry, "percent") }];
    });
  }

  function add(name: string, list: EntryList, span: Span): void {
    groups.set(name, {
      name,
      reference: referenceTo(document.name, name),
      members: readEntries(document, list, ignoreCase),
      patterns: readPatterns(document, list, ignoreCase),
      conditions: list.flatMap((entry) =>
        typeof entry === "string" || !hasCondition(entry) || entry.percent !== undefined
          ? []
          : [resolveCondition(document, tested, entry.where, entry)],
      ),
      shares: readShares(list),
      span,
    });
  }

  const { members = {}, told } = data;
  if (Array.isArray(members)) add(document.name, members as EntryList, nameSpan(document));
  else
    for (const name of keysInOrder(document, members))
      add(name, members[name] as EntryList, keySpan(document, members, name));
  for (const [name, span] of unlistedGroups(document, whole)) if (!groups.has(name)) add(name, [], span);
  return {
    kind: "groups",
    scope: data.scope,
    exclusive: data.exclusive ?? true,
    default: data.default,
    told: told !== undefined,
    groups,
    ...resolveNamed(document, tested),
  };
}

function hasCondition<Entry extends object>(entry: Entry): entry is Entry & { readonly where: ConditionData } {
  return "where" in entry && typeof entry.where === "object";
}

function readPatterns(document: Document, list: EntryList, ignoreCase: boolean): readonly Pattern[] {
  return list.flatMap((entry) => {
    if (typeof entry === "string" || entry.match === undefined || entry.id !== undefined) return [];
    const { match, from, until } = entry;
    return [
      {
        prefix: normalizeId(match.slice(0, -1), ignoreCase),
        from: from === undefined ? -Infinity : startOf(from),
        until: until === undefined ? Infinity : endOf(until),
        span: valueSpan(document, entry, "match"),
        untilSpan: until === undefined ? undefined : valueSpan(document, entry, "until"),
      },
    ];
  });
}
