import { suggest } from "../runtime/declare/suggest.ts";
import { unknownName } from "./did-you-mean.ts";
import { nounOf } from "./document.ts";
import type { Model, Retired } from "./model.ts";
import { decisionsOf } from "./model-queries.ts";
import { withArticle } from "./text/words.ts";

/** The kinds of things that a command line names. */
type NamedKind = Retired["kind"];

/**
 * Why a model has nothing of a kind under a name: its file has errors, the name is retired or belongs to another kind;
 * or it is unknown, with the nearest known name.
 */
export function whyMissing(model: Model, kind: NamedKind, name: string): string {
  const file = model.unreadable.get(name);
  if (file !== undefined) return whyUnreliable(file);
  const records = model.retired.filter((each) => each.name === name);
  const record = records.find((each) => each.kind === kind) ?? records[0];
  const other = [...decisionsOf(model), ...model.sets.values(), ...model.attributes.values()].find(
    (each) => each.name === name,
  );
  if (record?.kind !== kind && other !== undefined)
    return `\`${name}\` is ${withArticle(nounOf(other.kind))}, not ${withArticle(nounOf(kind))}`;
  if (record !== undefined)
    return `${nounOf(record.kind)} \`${name}\` is retired (${record.outcome})${whatItBecame(model, record)}`;
  return whyUnknown(model, kind, name);
}

/** The privilege that a frozen flag became, if there is one, as the end of a message. */
function whatItBecame({ privileges }: Model, { kind, name, outcome }: Retired): string {
  if (kind !== "flag" || outcome !== "frozen") return "";
  const heir = [...privileges.values()].find(({ frozen }) => frozen?.flag === name);
  return heir === undefined
    ? ""
    : `: it became privilege \`${heir.name}\`, which its customers keep and only plans give to others`;
}

/** Why what a file says cannot be relied on: it has errors. */
export function whyUnreliable(path: string): string {
  return `\`${path}\` has errors; see \`flagstone check\``;
}

function whyUnknown(model: Model, kind: NamedKind, name: string): string {
  const names = [...thingsOf(model, kind).keys()];
  const folder = kind === "groups" || kind === "attribute" ? "groups/" : "flags/";
  const hidden = [...model.unreadable].filter(([other, path]) => path.startsWith(folder) && other !== "retired");
  const near = suggest(name, [...names, ...hidden.map(([other]) => other)]);
  const word = unknownName(nounOf(kind), name, near === undefined ? names : [near]);
  const records = model.unreadable.get("retired");
  if (near === undefined && records !== undefined)
    return `unknown ${nounOf(kind)} \`${name}\`, unless it is retired: ${whyUnreliable(records)}`;
  const [first] = hidden;
  if (near !== undefined || names.length > 0 || first === undefined) return word;
  return `unknown ${nounOf(kind)} \`${name}\`; ${whyUnreliable(first[1])}`;
}

function thingsOf(
  { flags, releases, privileges, sets, attributes }: Model,
  kind: NamedKind,
): ReadonlyMap<string, unknown> {
  return { flag: flags, release: releases, privilege: privileges, groups: sets, attribute: attributes }[kind];
}
