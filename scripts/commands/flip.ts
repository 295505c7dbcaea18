import { nobodyOf } from "../changes/view.ts";
import { readDocument } from "../compile.ts";
import type { Document } from "../document.ts";
import { valueAt } from "../edits/place.ts";
import { removeAt } from "../edits/remove.ts";
import { setAt } from "../edits/set.ts";
import type { Effect } from "../effect.ts";
import type { Host } from "../host.ts";
import { mentionedIn } from "../known-customers.ts";
import { type Flag, findGroup, ignoresCaseIn, type Model, type Value } from "../model.ts";
import { count, type Input, type Outcome } from "../outcome.ts";
import { some } from "../plans/holders.ts";
import { keepingOf } from "../plans/keeping.ts";
import { separate, settingOf, writeKept } from "../plans/staying.ts";
import { lastingSide } from "../plans/timeline.ts";
import { normalizeId } from "../runtime/normalize.ts";
import type { Side } from "../side.ts";
import { formatDate, type Instant, startOf } from "../time.ts";
import { unknown } from "../unknown.ts";
import { type Desk, edit, keysFor, type Planned } from "./edit.ts";
import { flagOf } from "./flag-plan.ts";
import { wordsIn } from "./ids-from.ts";

/** Changes the default of a flag, and keeps what everyone has who is there now; or only for customers created from a day on. */
export function flip(input: Input, host: Host): Outcome {
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, input.operands[0]);
    if (typeof flag === "string") return flag;
    const work = workOf(desk, flag);
    if (typeof work === "string") return work;
    if (input.from === undefined) return flipNow(work);
    return flipFrom(work, input.from);
  });
}

/** What is asked for, once it is understood. */
interface Work {
  readonly desk: Desk;
  readonly flag: Flag;
  /** The file of the flag as it was. */
  readonly document: Document;
  /** The new default. */
  readonly value: Value;
  /** The scopes whose customers are kept. */
  readonly scopes: readonly string[];
  /** By scope, the ids of the file. */
  readonly existing: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By scope, the ids of the tree and those of the file; as they are compared, each as it is written. */
  readonly ids: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly before: Side;
}

function workOf(desk: Desk, flag: Flag): Work | string {
  const { input, draft, model, models, asOf } = desk;
  const { name, expires, keep, paused } = flag;
  const document = draft.documentAt(flag.document.source.path);
  if (document === undefined || [...model.damaged].some(({ source }) => source === document.source))
    return `\`${flag.document.source.path}\` has errors; \`flagstone check\` tells them`;
  if (flag.scopes.length === 0)
    return `\`${name}\` is global: everyone gets its default, and nobody can be kept; edit \`default\``;
  const value = wantedValue(desk, flag);
  if (typeof value === "object") return value.problem;
  if (input.scope !== undefined && !flag.scopes.includes(input.scope))
    return `\`${name}\` has no scope \`${input.scope}\`; it has ${flag.scopes.map((each) => `\`${each}\``).join(", ")}`;
  if (paused !== undefined)
    return `\`${name}\` is paused: everyone gets the default, whoever is listed; \`flagstone resume ${name}\` first`;
  if (expires !== undefined && expires.at <= asOf && !keep)
    return `\`${name}\` has expired: everyone gets the default, whoever is listed; move \`expires\` first, or retire it`;
  const scopes = input.scope === undefined ? flag.scopes : [input.scope];
  const existing = existingIds(desk, flag, scopes);
  if (typeof existing === "string") return existing;
  const mentioned = mentionedIn(models);
  const ids = new Map(
    scopes.map((scope) => [scope, new Map([...(mentioned.get(scope) ?? []), ...(existing.get(scope) ?? [])])] as const),
  );
  return { desk, flag, document, value, scopes, existing, ids, before: lastingSide(models, asOf) };
}

/** The default that is asked for: of a switch the other one, unless it is named. */
function wantedValue(desk: Desk, flag: Flag): Value | { readonly problem: string } {
  const { name, variants } = flag;
  const word = desk.input.operands[1];
  if (variants !== undefined) {
    if (word === undefined)
      return { problem: `\`${name}\` has variants; say which is the default: ${variants.join(" or ")}` };
    return variants.includes(word) ? word : { problem: unknown("variant", word, variants) };
  }
  if (word === "true" || word === "false") return word === "true";
  if (word !== undefined) return { problem: `the default of \`${name}\` is true or false, not \`${word}\`` };
  if (desk.input.from === undefined && committedDefault(desk, flag) === !flag.default)
    return {
      problem: `\`${name}\` is flipped to \`${flag.default}\` since the last commit; \`flagstone flip ${name} ${!flag.default}\` turns it back`,
    };
  return !flag.default;
}

/** The default that the last commit has; undefined where there is none. */
function committedDefault(desk: Desk, { name, default: now }: Flag): unknown {
  const repository = desk.host.openRepository(desk.tree.root);
  const commit = repository?.commitOf("HEAD");
  if (repository === undefined || commit === undefined) return undefined;
  const version = repository.versions(commit, new Set([name])).get(name)?.[0];
  const document =
    version?.text === undefined ? undefined : readDocument({ path: version.path, text: version.text }).document;
  if (document === undefined) return undefined;
  return valueAt(document, [...keysFor(desk), "default"]) ?? valueAt(document, ["default"]) ?? now;
}

/** By scope, the ids of the file of those who are there, as they are compared; a former id is that of today. */
function existingIds({ input, host, model, asOf }: Desk, { name }: Flag, scopes: readonly string[]) {
  const found = new Map<string, Map<string, string>>();
  if (input.keepExisting === undefined) return found;
  const [scope = ""] = scopes;
  if (scopes.length > 1) return `\`${name}\` has several scopes; say with \`--scope\` whose ids the file has`;
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

/** Changes the default. */
function flipNow(work: Work): Planned | string {
  const { desk, flag, document, value, scopes, ids, before } = work;
  const { draft, model, models, asOf } = desk;
  const { path } = document.source;
  if (value === flag.default) return {};
  const isFirst = model === models[0];
  const following = isFirst ? models.slice(1).filter((other) => follows(document, other)) : [];
  for (const each of [model, ...following]) {
    const own = each.flags.get(flag.name);
    const fault = own === undefined ? undefined : faultOf(each, own, value, asOf);
    if (fault !== undefined) return each === model ? fault : `${fault} (in ${each.environment})`;
  }

  const keys = keysFor(desk);
  draft.edit(setAt(document, [...keys, "default"], value));
  const gone = (["rollout", "created"] as const).filter((key) => flag[key] !== undefined);
  const others = isFirst ? models.slice(1) : [];
  for (const key of gone) {
    for (const other of others) {
      const has = valueAt(document, ["environments", other.environment, key]) !== undefined;
      if (has && following.includes(other))
        return `\`${flag.name}\` has a \`${key}\` of its own in ${other.environment}; take that out first`;
      const fault = following.includes(other) ? undefined : separate(draft, document, other.environment, key);
      if (fault !== undefined) return fault;
    }
    const now = draft.documentAt(path) as Document;
    if (isFirst) draft.edit(removeAt(now, [key]));
    else if (key === "rollout") draft.edit(setAt(now, [...keys, key], 0));
    else return `\`${flag.name}\` has \`created\` in ${model.environment}; write \`created: null\` there first`;
  }

  const missed = whoIsMissed(desk, flag, value);
  if (missed !== undefined) return missed;
  let kept = 0;
  for (const each of [model, ...following])
    for (const scope of scopes) {
      const own = each.flags.get(flag.name);
      const after = desk.modelsNow();
      if (own === undefined || after === undefined) continue;
      const stay = {
        scope,
        ids: ids.get(scope) ?? new Map(),
        environment: each.environment,
        at: asOf,
        aloneFrom: aloneIn(each, scope, asOf),
      };
      const entries = keepingOf(before, lastingSide(after, asOf), own, stay);
      if (entries.size === 0) continue;
      const environment = each === models[0] ? undefined : each.environment;
      const fault =
        whatOverrides(each, own, scope, [...entries.keys()]) ??
        (each === model ? undefined : whatIsShared(document, own, each.environment, [...entries.keys()])) ??
        (isFirst && each === model ? keepApart(work, [...entries.keys()], others, following) : undefined) ??
        writeKept(draft, document, environment, scope, entries);
      if (fault !== undefined) return fault;
      if (each === model)
        kept += new Set([...entries.values()].flat().map((entry) => (typeof entry === "string" ? entry : entry.id)))
          .size;
    }

  const patterns = [...model.sets.values()]
    .filter((set) => scopes.includes(set.scope))
    .flatMap(({ groups }) => [...groups.values()].flatMap((group) => group.patterns.map(({ prefix }) => `${prefix}*`)));
  return {
    notes: [
      kept === 0
        ? "nobody has to be listed to stay"
        : `${count(kept, "customer")} ${kept === 1 ? "is" : "are"} listed to stay`,
      ...(desk.input.keepExisting === undefined
        ? [`customers whom no file mentions get \`${value}\`; \`--keep-existing <file>\` keeps those who are there`]
        : []),
      ...(gone.includes("rollout")
        ? ["the rollout is over: whoever was in its share and is not mentioned gets the default like everyone else"]
        : []),
      ...(patterns.length === 0
        ? []
        : [`who is meant by a pattern only is not mentioned: ${some([...new Set(patterns)])}`]),
      ...endNotes(flag, `\`${value}\`, those who are kept too`, asOf),
    ],
    judge: ({ effect }) => judge(work, effect),
  };
}

/** Gives the default to customers who are created from a day on. */
function flipFrom(work: Work, from: string): Planned | string {
  const { desk, flag, document, value, scopes, existing, before } = work;
  const { draft, model, models, asOf } = desk;
  const { name, created, rollout, expires, keep } = flag;
  const at = startOf(from);
  const [by = ""] = scopes;
  if (scopes.length > 1) return `\`${name}\` has several scopes; say with \`--scope\` which customers are created`;
  if (value === flag.default) return `\`${value}\` is the default of \`${name}\` already`;
  if (expires !== undefined && expires.at <= at && !keep)
    return `\`${name}\` ends before that, and then everyone gets \`${flag.default}\`; move \`expires\` first`;
  if (created !== undefined && (created.value !== value || created.by !== by || created.from < at))
    return `\`created\` of \`${name}\` says otherwise already, and customers have it by that; change it by hand`;
  const share = (rollout?.shares ?? []).find((each) => each.value !== value && each.percent > 0);
  if (share !== undefined)
    return `the rollout of \`${name}\` gives \`${share.value}\` to new customers too; end it first`;
  const path = [...keysFor(desk), "created"];
  if (created?.from !== at) {
    const written = flag.scopes.length > 1 ? { from, value, by } : { from, value };
    draft.edit(setAt(document, path, written));
  }
  const missed = whoIsMissed(desk, flag, value, { scope: by, at });
  if (missed !== undefined) return missed;
  const after = desk.modelsNow();
  if (after === undefined) return {};
  const ids = existing.get(by) ?? new Map();
  const stay = {
    scope: by,
    ids,
    environment: model.environment,
    at: asOf,
    created: at,
    aloneFrom: aloneIn(model, by, asOf),
  };
  const entries = keepingOf(before, lastingSide(after, asOf), flag, stay);
  const isFirst = model === models[0];
  const fault =
    whatOverrides(model, flag, by, [...entries.keys()]) ??
    (isFirst ? keepApart(work, [...entries.keys()], models.slice(1), []) : undefined) ??
    writeKept(draft, document, isFirst ? undefined : model.environment, by, entries);
  if (fault !== undefined) return fault;
  return {
    notes: [
      `services that do not say when customers of \`${by}\` were created go on with \`${flag.default}\``,
      ...(at <= asOf && ids.size === 0
        ? [
            `customers created since ${formatDate(at)} change now; \`--keep-existing <file>\` keeps them, or choose a later day`,
          ]
        : []),
      ...(flag.requires.length === 0
        ? []
        : [`new customers get \`${value}\` where they have ${some(flag.requires.map((each) => each.name))}`]),
      ...endNotes(flag, `\`${flag.default}\`, new customers too`, asOf),
    ],
    judge: ({ effect }) => judge(work, effect),
  };
}

/** Whether an environment has the default of the first. */
function follows(document: Document, { environment }: Model): boolean {
  return valueAt(document, ["environments", environment, "default"]) === undefined;
}

/** Why a default cannot change without customers who cannot be listed. */
function faultOf(model: Model, flag: Flag, value: Value, asOf: Instant): string | undefined {
  const { name, requires, created, rollout, paused, variants, scopes, expires, keep, grouped } = flag;
  const told = grouped.find(({ group }) => {
    const found = findGroup(model, group);
    return found?.set.told && found.set.default === found.group.name;
  });
  if (requires.length > 0)
    return `\`${name}\` requires \`${requires[0]?.name}\`, so its default stays \`false\`; take \`requires\` out first`;
  if (paused !== undefined) return `\`${name}\` is paused: everyone gets the default, whoever is listed`;
  if (expires !== undefined && expires.at <= asOf && !keep) return `\`${name}\` has expired`;
  if (created !== undefined && created.value !== flag.default)
    return `\`${name}\` goes by when customers were created, which no file says; take \`created\` out, or use \`--from\``;
  if (told !== undefined)
    return `everyone is in \`${told.group}\` who is not told to be in another group; take it out of \`${name}\` first`;
  if (rollout === undefined) return undefined;
  if (variants !== undefined)
    return `the rollout of \`${name}\` shares out everyone, so no default reaches them; give \`${value}\` its weight`;
  if (scopes.length > 1)
    return `\`${name}\` has several scopes and a rollout, so not all can be kept; end the rollout first`;
  return undefined;
}

/** Whom a new default does not reach, though nobody has listed them. */
function whoIsMissed(
  { model, asOf, modelsNow }: Desk,
  flag: Flag,
  value: Value,
  created?: { readonly scope: string; readonly at: Instant },
): string | undefined {
  const after = modelsNow();
  if (after === undefined) return undefined;
  const side = lastingSide(after, asOf);
  const nobody = nobodyOf(after);
  const assumed = flag.requires.map(({ name }) => name);
  for (const scope of created === undefined ? flag.scopes : [created.scope]) {
    const told = created === undefined ? {} : { created: { [scope]: created.at } };
    const asked = {
      environment: model.environment,
      at: Math.max(asOf, created?.at ?? asOf),
      context: { [scope]: nobody },
    };
    const answer = side.explain("flag", flag.name, { ...asked, ...told, assumed });
    if (answer.value !== value && answer.rule === "group")
      return `new customers would not get it: they are in \`${answer.group}\`, which gives \`${answer.value}\`; take it out first`;
  }
  return undefined;
}

/** What would no longer decide for customers of a scope once they are listed. */
function whatOverrides(model: Model, flag: Flag, scope: string, values: readonly Value[]): string | undefined {
  for (const value of values) {
    const told = flag.grouped.find((each) => each.value !== value && findGroup(model, each.group)?.set.told);
    if (told !== undefined)
      return `whoever is told to be in \`${told.group}\` gets \`${told.value}\`, and would not once listed; take it out first`;
    const broader = flag.scopes.slice(0, flag.scopes.indexOf(scope));
    const other = [
      ...flag.listed.filter((each) => broader.includes(each.scope)),
      ...flag.grouped.flatMap((each) => {
        const own = findGroup(model, each.group)?.set.scope ?? "";
        return broader.includes(own) ? [{ value: each.value, scope: own }] : [];
      }),
    ].find((each) => each.value !== value);
    if (other !== undefined)
      return `whoever is of \`${scope}\` may belong to a \`${other.scope}\` with \`${other.value}\`; declare it, or say \`--scope ${other.scope}\``;
  }
  return undefined;
}

/** Why customers cannot be listed for an environment that has lists in common with the first. */
function whatIsShared(
  document: Document,
  { name }: Flag,
  environment: string,
  values: readonly Value[],
): string | undefined {
  const shared = values
    .map((value) => settingOf(value)[0])
    .find((key) => valueAt(document, ["environments", environment, key]) === undefined);
  if (shared === undefined) return undefined;
  return `in ${environment} others have to be kept; give \`${name}\` a \`default\` there first, and flip with \`--environment\``;
}

/** Gives environments that are not meant their own copy of the lists that are about to grow. */
function keepApart(
  { desk, document }: Work,
  values: readonly Value[],
  others: readonly Model[],
  following: readonly Model[],
): string | undefined {
  for (const other of others)
    for (const value of values) {
      const fault = following.includes(other)
        ? undefined
        : separate(desk.draft, document, other.environment, settingOf(value)[0]);
      if (fault !== undefined) return fault;
    }
  return undefined;
}

/** From when on an id of a scope is not a former one of another customer. */
function aloneIn({ aliases }: Model, scope: string, asOf: Instant): (id: string) => Instant {
  const ends = new Map(
    aliases.filter((each) => each.scope === scope && each.until > asOf).map(({ was, until }) => [was, until]),
  );
  return (id) => ends.get(id) ?? -Infinity;
}

function endNotes({ name, expires, keep }: Flag, what: string, asOf: Instant): readonly string[] {
  if (expires === undefined || keep || expires.at <= asOf) return [];
  return [`from ${formatDate(expires.at)} on \`${name}\` has expired, and everyone gets ${what}`];
}

/** Nobody whom a file mentions gets another answer, now or later; but when the flag ends, everyone gets the default. */
function judge({ flag, scopes, ids }: Work, { decisions, later }: Effect): string | undefined {
  const turns = [{ on: undefined, decisions }, ...later.filter(({ on }) => on !== flag.expires?.at || flag.keep)];
  for (const { on, decisions: all } of turns)
    for (const { name, environment, transitions } of all)
      for (const { scope, from, to, ids: moved } of transitions) {
        if (from === to || scope === null || !scopes.includes(scope)) continue;
        const id = moved.find((each) => ids.get(scope)?.has(each));
        if (id === undefined) continue;
        const where = environment === undefined ? "" : ` in ${environment}`;
        const when = on === undefined ? "" : ` on ${formatDate(on)}`;
        return `\`${id}\` cannot be kept: it would go from \`${from}\` to \`${to}\` of \`${name}\`${where}${when}`;
      }
  return undefined;
}
