import type { Document } from "../../model/document.ts";
import type { Flag } from "../../model/model.ts";
import type { Shares } from "../../model/shapes/documents.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { type EditContext, type EditPlan, keysFor } from "../context.ts";
import { copyValue } from "../text/copy-value.ts";
import { addItems, insertItem } from "../text/edit-entries.ts";
import { copyIntoEnvironment, isInEnvironment } from "../text/environment-key.ts";
import { isInBrackets } from "../text/indented-lines.ts";
import { removeAt, removeItems } from "../text/remove-key.ts";
import { setAt } from "../text/set-key.ts";
import { type Path, valueAt } from "../text/value-at.ts";
import { putInList } from "../text/wrap-mapping.ts";
import { inline, type Mapping, type Yaml } from "../text/write-yaml.ts";
import { keyOfAmong, type NamedAmong, readAmong } from "./read-among.ts";

/** Which part of a rollout is changed. */
export interface RolloutPartInput {
  /** The scope whose ids count. */
  readonly by?: string;
  /** The groups and conditions of the part; without them, it is the part for the rest. */
  readonly among?: readonly string[];
}

const order = ["among", "percent", "weights", "ratio", "by", "salt"];

/** Gives a part of a rollout its percentage, adds it, or takes it out (`none`). */
export function changeRollout(
  context: EditContext<RolloutPartInput>,
  flag: Flag,
  percent: number | "none",
): EditPlan | string {
  const { model, draft, input, asOf } = context;
  const among = input.among === undefined ? undefined : readAmong(model, input.among);
  if (typeof among === "string") return among;
  const { path: file } = flag.document.source;
  const keys = keysFor(context);
  const document = draft.documentAt(file);
  if (document === undefined) return {};
  const now = valueAt(document, isInEnvironment(draft, file, keys, ["rollout"]));
  const parts = partsOf(now);
  const index = parts.findIndex((part) => keyOf(part) === among?.key);
  if (percent === "none" && index < 0) return { notes: [whyNoPart(flag, among, parts)] };
  const by = input.by ?? (index < 0 ? parts.find((part) => part.by !== undefined)?.by : parts[index]?.by);
  if (percent !== "none" && by === undefined && flag.scopes.length > 1)
    return `flag \`${flag.name}\` has several scopes: choose whose ids count: ${flag.scopes.map((scope) => `\`--by ${scope}\``).join(" or ")}`;

  const path = copyIntoEnvironment(draft, file, keys, ["rollout"], asOf);
  const opened = draft.documentAt(file) ?? document;
  if (percent === "none") draft.edit(takeOut(opened, path, index, keys.length > 0));
  else if (index < 0) draft.edit(add(opened, path, partOf(flag, among, percent, by, parts)));
  else
    for (const [key, value] of Object.entries({ percent, ...(input.by === undefined ? {} : { by: input.by }) })) {
      const own = draft.documentAt(file) ?? opened;
      const at = Array.isArray(valueAt(own, path)) ? [...path, index] : path;
      const isNumber = typeof valueAt(own, at) === "number";
      draft.edit(
        isNumber
          ? setAt(own, at, input.by === undefined ? percent : { percent, by: input.by })
          : setAt(own, [...at, key], value, order),
      );
    }
  return {};

  function keyOf(part: Shares): string | undefined {
    return part.among === undefined ? undefined : keyOfAmong(model, part.among);
  }
}

/** The parts of a rollout as it is written; a number is a part for everyone. */
function partsOf(rollout: unknown): readonly Shares[] {
  if (rollout === undefined || rollout === null) return [];
  return typeof rollout === "number" ? [{ percent: rollout }] : ([rollout].flat() as Shares[]);
}

/** A new part, with the buckets of those that are there, so that who is in stays in as far as the percentage allows. */
function partOf(
  { scopes }: Flag,
  among: NamedAmong | undefined,
  percent: number,
  by: string | undefined,
  parts: readonly Shares[],
): Mapping {
  const like = parts.find((part) => part.among === undefined) ?? parts[0];
  return { among: among?.items, percent, by: scopes.length > 1 ? by : undefined, salt: like?.salt };
}

/** Adds a part: before the one for the rest, which comes last. A rollout that is no list becomes one. */
function add(document: Document, path: Path, part: Mapping): TextEdit[] {
  const now = valueAt(document, path);
  if (now === undefined || now === null) {
    const isAlone = part.among === undefined && part.by === undefined;
    return setAt(document, path, isAlone ? (part.percent as number) : part.among === undefined ? part : [part]);
  }
  const isRest = (each: unknown): boolean => typeof each === "number" || (each as Shares).among === undefined;
  if (Array.isArray(now)) {
    const rest = now.findIndex(isRest);
    return rest < 0 || part.among === undefined
      ? addItems(document, path, [part])
      : insertItem(document, path, part, rest);
  }
  const place = document.maps.get(now as object);
  const isFirst = isRest(now);
  if (place !== undefined && !isInBrackets(document.source.text, place))
    return putInList(document, now as object, part, isFirst ? "before" : "after");
  const own: Yaml = typeof now === "number" ? { percent: now } : (copyValue(document, now) ?? {});
  return setAt(document, path, isFirst ? [part, own] : [own, part]);
}

/** Takes a part out; in an environment, a rollout without parts is none, and not that of the document. */
function takeOut(document: Document, path: Path, index: number, isOfEnvironment: boolean): TextEdit[] {
  const now = valueAt(document, path);
  if (Array.isArray(now) && now.length > 1) return removeItems(document, path, [index]);
  const isElsewhere = valueAt(document, ["rollout"]) !== undefined;
  return isOfEnvironment && isElsewhere ? setAt(document, path, null) : removeAt(document, path);
}

function whyNoPart({ name }: Flag, among: NamedAmong | undefined, parts: readonly Shares[]): string {
  if (parts.length === 0) return `flag \`${name}\` has no rollout`;
  const texts = parts.map((part) => `\`${part.among === undefined ? "the rest" : inline(part.among as Yaml, true)}\``);
  const what = among === undefined ? "for the rest" : `among \`${inline(among.items, true)}\``;
  return `the rollout of \`${name}\` has no part ${what}; its parts are for ${texts.join(", ")}`;
}
