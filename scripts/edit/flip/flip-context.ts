import { readDocument } from "../../compile/compile.ts";
import type { Effect } from "../../effect/effect.ts";
import type { Revision } from "../../effect/revision.ts";
import { whereWords } from "../../effect/where-words.ts";
import { unknownName } from "../../model/did-you-mean.ts";
import type { Document } from "../../model/document.ts";
import { mentionedIn } from "../../model/mentioned-ids.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { formatDate, type Instant } from "../../model/time.ts";
import { nameOf } from "../../model/tree.ts";
import { whyUnreliable } from "../../model/why-missing.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { type EditContext, keysFor } from "../context.ts";
import { wordsIn } from "../customers/ids-from.ts";
import { lastingRevision } from "../customers/timeline.ts";
import { valueAt } from "../text/value-at.ts";
import { separate, settingOf } from "./write-kept.ts";

/** What a flip reads of its call. */
export interface FlipInput {
  /** The name of the flag, and the new default. */
  readonly operands: readonly string[];
  /** The first day or instant whose customers get the new default, as a date. */
  readonly from?: string;
  /** The only scope whose customers are kept. */
  readonly scope?: string;
  /** The file of existing customers, who keep what they have; `-` is standard input. */
  readonly keepExisting?: string;
}

/** A request to flip a default, once it is understood. */
export interface FlipContext {
  readonly context: EditContext<FlipInput>;
  readonly flag: Flag;
  /** The file of the flag before the edit. */
  readonly document: Document;
  /** The new default. */
  readonly value: Value;
  /** The scopes whose customers are kept. */
  readonly scopes: readonly string[];
  /** By scope, the ids of the file of existing customers. */
  readonly existing: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By scope, the ids of the tree and of that file; as they are compared, each with the way it is written. */
  readonly ids: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly before: Revision;
}

/** What a call asks for; or why it cannot be done. */
export function flipContextOf(context: EditContext<FlipInput>, flag: Flag): FlipContext | string {
  const { input, draft, model, models, asOf } = context;
  const { name, expires, keep, paused } = flag;
  const document = draft.documentAt(flag.document.source.path);
  if (document === undefined || [...model.partial].some(({ source }) => source === document.source))
    return whyUnreliable(flag.document.source.path);
  const value = wantedValue(context, flag);
  if (typeof value === "object") return value.problem;
  if (input.scope !== undefined && !flag.scopes.includes(input.scope))
    return `\`${name}\` has no scope \`${input.scope}\`; it has ${flag.scopes.map((each) => `\`${each}\``).join(", ")}`;
  if (paused !== undefined)
    return `\`${name}\` is paused: everyone gets the default, listed or not; \`flagstone resume ${name}\` first`;
  if (expires !== undefined && expires.at <= asOf && !keep)
    return `\`${name}\` has expired: everyone gets the default, listed or not; move \`expires\` first, or retire it`;
  const scopes = input.scope === undefined ? flag.scopes : [input.scope];
  const existing = existingIds(context, flag, scopes);
  if (typeof existing === "string") return existing;
  const mentioned = mentionedIn(models);
  const ids = new Map(
    scopes.map((scope) => [scope, new Map([...(mentioned.get(scope) ?? []), ...(existing.get(scope) ?? [])])] as const),
  );
  return { context, flag, document, value, scopes, existing, ids, before: lastingRevision(models, asOf) };
}

/** The requested default: of a switch the opposite one, unless it is given. */
export function wantedValue(context: EditContext<FlipInput>, flag: Flag): Value | { readonly problem: string } {
  const { name, variants } = flag;
  const word = context.input.operands[1];
  if (variants !== undefined) {
    if (word === undefined)
      return { problem: `\`${name}\` has variants; choose the default: ${variants.join(" or ")}` };
    return variants.includes(word) ? word : { problem: unknownName("variant", word, variants) };
  }
  if (word === "true" || word === "false") return word === "true";
  if (word !== undefined) return { problem: `the default of \`${name}\` is true or false, not \`${word}\`` };
  if (context.input.from === undefined && committedDefault(context, flag) === !flag.default)
    return {
      problem: `\`${name}\` was flipped to \`${flag.default}\` since the last commit; \`flagstone flip ${name} ${!flag.default}\` undoes that`,
    };
  return !flag.default;
}

/** The default that the last commit has; undefined if there is none. */
function committedDefault(context: EditContext, { name, default: now }: Flag): unknown {
  const repository = context.host.openRepository(context.tree.root);
  const commit = repository?.commitOf("HEAD");
  if (repository === undefined || commit === undefined) return undefined;
  const source = repository.readTree(commit, context.tree).files.find(({ path }) => nameOf(path) === name);
  const document = source && readDocument(source).document;
  if (document === undefined) return undefined;
  return valueAt(document, [...keysFor(context), "default"]) ?? valueAt(document, ["default"]) ?? now;
}

/**
 * By scope, the ids of the file of existing customers, as they are compared; a former id is replaced by the current
 * one.
 */
function existingIds({ input, host, model, asOf }: EditContext<FlipInput>, { name }: Flag, scopes: readonly string[]) {
  const found = new Map<string, Map<string, string>>();
  if (input.keepExisting === undefined) return found;
  const [scope = ""] = scopes;
  if (scopes.length > 1) return `\`${name}\` has several scopes; choose with \`--scope\` whose ids the file has`;
  const read = wordsIn(host, input.keepExisting);
  if (typeof read === "string") return read;
  const today = new Map(
    model.aliases.filter((each) => each.scope === scope && each.until > asOf).map(({ was, id }) => [was, id]),
  );
  const own = new Map<string, string>();
  for (const { text: written } of read) {
    const id = normalizeId(written, ignoresCaseIn(model, scope));
    const other = today.get(id);
    if (!own.has(other ?? id)) own.set(other ?? id, other ?? written);
  }
  return found.set(scope, own);
}

/** Gives the other environments their own copy of the lists that are about to grow. */
export function keepApart(
  { context, document }: FlipContext,
  values: readonly Value[],
  others: readonly Model[],
  following: readonly Model[],
): string | undefined {
  for (const other of others)
    for (const value of values) {
      const fault = following.includes(other)
        ? undefined
        : separate(context.draft, document, other.environment, settingOf(value)[0]);
      if (fault !== undefined) return fault;
    }
  return undefined;
}

/** The instant from which an id of a scope is no longer a former one of another customer. */
export function aloneIn({ aliases }: Model, scope: string, asOf: Instant): (id: string) => Instant {
  const ends = new Map(
    aliases.filter((each) => each.scope === scope && each.until > asOf).map(({ was, until }) => [was, until]),
  );
  return (id) => ends.get(id) ?? -Infinity;
}

/** What happens when the flag ends, for kept customers too. */
export function endNotes({ name, expires, keep }: Flag, what: string, asOf: Instant): readonly string[] {
  if (expires === undefined || keep || expires.at <= asOf) return [];
  return [`from ${formatDate(expires.at)} on, \`${name}\` has expired and everyone gets ${what}`];
}

/**
 * Nobody whom a file mentions may get another answer, now or later; but when the flag ends, everyone gets the default.
 */
export function judge({ flag, scopes, ids }: FlipContext, { decisions, later }: Effect): string | undefined {
  const turns = [{ on: undefined, decisions }, ...later.filter(({ on }) => on !== flag.expires?.at || flag.keep)];
  for (const { on, decisions: all } of turns)
    for (const { name, environment, transitions } of all)
      for (const { scope, from, to, ids: moved, where } of transitions) {
        if (from === to || scope === null || !scopes.includes(scope)) continue;
        const id = moved.find((each) => ids.get(scope)?.has(each));
        if (id === undefined) continue;
        const place = environment === undefined ? "" : ` in ${environment}`;
        const told = whereWords(where, (text) => `\`${text}\``);
        const when = on === undefined ? "" : ` on ${formatDate(on)}`;
        return `\`${id}\` cannot be kept: it would change from \`${from}\` to \`${to}\` of \`${name}\`${told}${place}${when}`;
      }
  return undefined;
}
