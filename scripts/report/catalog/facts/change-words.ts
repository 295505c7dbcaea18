import type { NameChange } from "../../../history/name-changes.ts";
import type { Document } from "../../../model/document.ts";
import { type EntryList, readEntries } from "../../../model/entries.ts";
import { count } from "../../../model/text/words.ts";

type Data = Readonly<Record<string, unknown>>;

/** Keys whose values are words of the language, so that they contain no customer ids. */
const plainKeys: ReadonlySet<string> = new Set([
  ...["owner", "expires", "on_expiry", "default", "unmet", "client", "by", "exclusive", "told", "ignoreCase", "scope"],
]);

/** Keys of texts, for which only the fact of a change is reported. */
const textKeys: ReadonlyMap<string, string> = new Map(
  Object.entries({
    description: "description changed",
    examples: "examples changed",
    links: "links changed",
    deprecated: "deprecation changed",
    permanent: "reason for no end changed",
    properties: "properties changed",
    blocked: "blocked versions changed",
    where: "conditions changed",
    environments: "environments changed",
    schema: "schema changed",
    children: "children changed",
    aliases: "former ids changed",
    requires: "requirements changed",
    variants: "variants changed",
    type: "type changed",
  }),
);

/** What a commit changed in a document, each in a few words, without customer ids. */
export function changeWords({ before, after, isAdded, isRemoved }: NameChange): readonly string[] {
  if (isAdded) return ["created"];
  if (isRemoved) return ["removed"];
  if (before === undefined || after === undefined) return [];
  const [old, now] = [before.data as Data, after.data as Data];
  const said = [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    JSON.stringify(old[key]) === JSON.stringify(now[key]) && !isLongList(after, now[key])
      ? []
      : wordsOf(key, old[key], now[key], before, after),
  );
  return [...(before.kind === after.kind ? [] : [`was a ${before.kind}`]), ...said];
}

function wordsOf(key: string, old: unknown, now: unknown, before: Document, after: Document): readonly string[] {
  if (key === "paused") return [now === undefined ? "resumed" : old === undefined ? "paused" : "pause changed"];
  if (key === "rollout") return [`rollout ${rolloutOf(old)} → ${rolloutOf(now)}`];
  if (key === "stages") return stageWords(old, now);
  if (plainKeys.has(key)) return [`${key.replace("_", " ")} ${plainOf(old)} → ${plainOf(now)}`];
  const text = textKeys.get(key);
  if (text !== undefined) return [text];
  const [ids, others] = [idsIn(before, old), idsIn(after, now)];
  const added = [...others].filter((id) => !ids.has(id)).length;
  const gone = [...ids].filter((id) => !others.has(id)).length;
  const moves = [...(added > 0 ? [`${added} added`] : []), ...(gone > 0 ? [`${gone} removed`] : [])];
  if (moves.length > 0) return [`${key}: ${moves.join(", ")}`];
  return JSON.stringify(old) === JSON.stringify(now) ? [] : [`${key} changed`];
}

function plainOf(value: unknown): string {
  if (value === undefined) return "none";
  return Array.isArray(value) ? value.join(", ") : typeof value === "object" ? "others" : `${value}`;
}

function rolloutOf(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "number") return `${value} %`;
  if (Array.isArray(value)) return count(value.length, "part");
  const { percent, weights, ratio } = (value ?? {}) as { percent?: number; weights?: object; ratio?: object };
  if (percent !== undefined) return `${percent} %`;
  return Object.values(weights ?? ratio ?? {}).join("/") || "changed";
}

function stageWords(old: unknown, now: unknown): readonly string[] {
  const versions = (stages: unknown): ReadonlyMap<string, string> =>
    new Map(
      (Array.isArray(stages) ? stages : []).map((stage: { group?: string; version?: string }) => [
        `${stage.group}`,
        `${stage.version}`,
      ]),
    );
  const [before, after] = [versions(old), versions(now)];
  const moved = [...after].flatMap(([group, version]) =>
    before.get(group) === version ? [] : [`${group} ${before.get(group) ?? "none"} → ${version}`],
  );
  const gone = [...before.keys()].filter((group) => !after.has(group)).map((group) => `${group} removed`);
  return moved.length + gone.length === 0 ? ["stages changed"] : [...moved, ...gone];
}

/** Whether a value has entries in columns instead of in the data. */
function isLongList(document: Document, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return (document.lists.get(value)?.runs.size ?? 0) > 0;
  return Object.values(value).some((inner) => isLongList(document, inner));
}

/** The ids below a value, each with the keys that lead to it. */
function idsIn(document: Document, value: unknown, path = ""): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return new Set();
  if (!Array.isArray(value))
    return new Set(Object.entries(value).flatMap(([key, inner]) => [...idsIn(document, inner, `${path} ${key}`)]));
  const isEntry = (item: unknown): boolean => typeof item === "string" || (typeof item === "object" && item !== null);
  if (!value.every(isEntry)) return new Set();
  const { ids } = readEntries(document, value as EntryList, false);
  return new Set(ids.map((id) => `${path} ${id}`));
}
