import { type Document, keySpan, nameSpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Config, Group, GroupSet, GroupShare, Pattern } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { GroupsDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import { endOf, startOf } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { referenceTo, resolveNamed } from "./common-keys.ts";

/** The group set that a document describes; one that an environment leaves out of the `whole` has nobody in it there. */
export function resolveGroupSet(config: Config, document: Document, whole: Document = document): GroupSet {
  const data = document.data as GroupsDocument;
  const ignoreCase = ignoresCaseIn({ config }, data.scope);
  const groups = new Map<string, Group>();

  // In an exclusive set shares of one salt lie side by side; elsewhere each begins anew.
  const taken = new Map<string, number>();
  function readShares(list: EntryList): readonly GroupShare[] {
    return list.flatMap((entry) => {
      if (typeof entry === "string" || entry.percent === undefined) return [];
      const { percent, salt = document.name } = entry;
      const start = data.exclusive === false ? 0 : (taken.get(salt) ?? 0);
      const end = start + Math.round(percent * 100);
      taken.set(salt, end);
      return [{ percent, salt, start, end, span: valueSpan(document, entry, "percent") }];
    });
  }

  function add(name: string, list: EntryList, span: Span): void {
    groups.set(name, {
      name,
      reference: referenceTo(document.name, name),
      members: readEntries(document, list, ignoreCase),
      patterns: readPatterns(document, list, ignoreCase),
      shares: readShares(list),
      span,
    });
  }

  const { members = {}, told } = data;
  if (Array.isArray(members)) add(document.name, members as EntryList, nameSpan(document));
  else
    for (const [name, list] of Object.entries(members)) add(name, list as EntryList, keySpan(document, members, name));
  for (const [index, name] of (told ?? []).entries())
    if (!groups.has(name)) add(name, [], valueSpan(document, told as object, index));
  if (data.default !== undefined && !groups.has(data.default))
    add(data.default, [], valueSpan(document, data, "default"));
  const everywhere = (whole.data as GroupsDocument).members ?? {};
  if (whole !== document && !Array.isArray(everywhere))
    for (const name of Object.keys(everywhere)) if (!groups.has(name)) add(name, [], keySpan(whole, everywhere, name));
  return {
    ...resolveNamed(document),
    kind: "groups",
    scope: data.scope,
    exclusive: data.exclusive ?? true,
    default: data.default,
    told: told !== undefined,
    groups,
  };
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
