import type { Revision } from "../../effect/revision.ts";
import type { Document } from "../../model/document.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { formatDate, formatEnd, type Instant, type Window } from "../../model/time.ts";
import { addEntries } from "../text/edit-entries.ts";
import type { Draft } from "../text/tree-draft.ts";
import type { Path } from "../text/value-at.ts";
import type { Renaming } from "./rename-request.ts";

/** What a rollout gives the former id and not the new one, and when nothing else decides. */
interface Share {
  readonly flag: Flag;
  readonly environment: string;
  readonly value: Value;
  readonly windows: readonly Window[];
}

/** The models without anything that hides a rollout for a time, since it counts again afterwards. */
export function withoutGuards(models: readonly [Model, ...Model[]]): readonly [Model, ...Model[]] {
  const bare = (model: Model): Model => ({
    ...model,
    flags: new Map(
      [...model.flags].map(([name, flag]) => [name, { ...flag, paused: undefined, expires: undefined, requires: [] }]),
    ),
  });
  const [first, ...others] = models;
  return [bare(first), ...others.map(bare)];
}

/** The same models without settings for anyone, so that a rollout decides for everyone. */
export function withoutSettings(models: readonly [Model, ...Model[]]): readonly [Model, ...Model[]] {
  const bare = (model: Model): Model => ({
    ...model,
    flags: new Map([...model.flags].map(([name, flag]) => [name, { ...flag, listed: [], grouped: [] }])),
  });
  const [first, ...others] = withoutGuards(models);
  return [bare(first), ...others.map(bare)];
}

/**
 * Lists the new id with what the former one has through a rollout, where its own bucket would give something else. The
 * first revision answers without guards, the second also without settings. Returns why that cannot be, if it cannot.
 */
export function keepRollout(
  draft: Draft,
  settings: Revision,
  shares: Revision,
  renaming: Renaming,
): string | undefined {
  for (const [name, found] of groupBy(sharesOf(settings, shares, renaming), ({ flag }) => flag.name)) {
    const flag = found[0]?.flag as Flag;
    const path = flag.document.source.path;
    const document = draft.documentAt(path);
    if (document === undefined) continue;
    if (flag.created !== undefined)
      return `\`${name}\` also depends on when a customer was created, which no entry can keep: omit \`--keep-rollout\``;
    const targets = new Map<
      string,
      { readonly path: Path; readonly windows: readonly Window[]; readonly by: string[] }
    >();
    for (const { environment, value, windows } of found) {
      const list = listFor(document, flag, value, renaming.scope, environment);
      const key = JSON.stringify([list, windows]);
      const known = targets.get(key) ?? { path: list, windows, by: [] };
      known.by.push(environment);
      targets.set(key, known);
    }
    for (const target of targets.values()) {
      const shared = renaming.environments.filter((each) =>
        [...found].some(
          ({ value }) =>
            JSON.stringify(listFor(document, flag, value, renaming.scope, each)) === JSON.stringify(target.path),
        ),
      );
      if (shared.some((each) => !target.by.includes(each)))
        return `\`${name}\` has another rollout in another environment: list \`${renaming.now}\` by hand first`;
      const grown = draft.documentAt(path);
      if (grown === undefined) continue;
      const entries = target.windows.map(({ from, until }) => ({
        id: renaming.now,
        from: from === -Infinity ? undefined : formatDate(from),
        until: until === Infinity ? undefined : formatEnd(until),
      }));
      draft.edit(addEntries(grown, target.path, entries));
    }
  }
  return undefined;
}

/** Where a value of a flag has its customers of a scope in an environment. */
function listFor({ data }: Document, flag: Flag, value: Value, scope: string, environment: string): Path {
  const [key, ...rest] =
    flag.variants === undefined ? [value === true ? "enabled" : "disabled"] : ["assign", `${value}`];
  const own = (data as { environments?: Record<string, object> }).environments?.[environment] ?? {};
  const keys = Object.hasOwn(own, key ?? "") ? ["environments", environment] : [];
  return [...keys, key ?? "", ...rest, scope];
}

/** What rollouts by the scope give one id and not the other, in each environment. */
function sharesOf(settings: Revision, shares: Revision, renaming: Renaming): readonly Share[] {
  const { scope, oldKey, nowKey, asOf } = renaming;
  return settings.models.flatMap(({ environment, flags }) =>
    [...flags.values()].flatMap((flag): readonly Share[] => {
      if (!flag.rollout.some(({ by }) => by === scope)) return [];
      const isListed = flag.listed.some((list) => list.scope === scope && list.entries.ids.includes(nowKey));
      const share = (id: string): Value | null =>
        shares.answer("flag", flag.name, { environment, at: asOf, context: { [scope]: id } });
      const value = share(oldKey);
      if (isListed || value === null || value === share(nowKey)) return [];
      const windows = undecided(settings, flag.name, environment, scope, oldKey, asOf);
      return windows.length === 0 ? [] : [{ flag, environment, value, windows }];
    }),
  );
}

/** When only the rollout and the default decide for a customer, from an instant on. */
function undecided(
  revision: Revision,
  name: string,
  environment: string,
  scope: string,
  id: string,
  asOf: Instant,
): readonly Window[] {
  const windows: { from: Instant; until: Instant }[] = [];
  for (let at = asOf; at < Infinity; ) {
    const question = { environment, at, context: { [scope]: id } };
    const { rule } = revision.explain("flag", name, question);
    const next = revision.nextChange("flag", name, question);
    const last = windows.at(-1);
    if (rule === "rollout" || rule === "default") {
      if (last?.until === at) last.until = next;
      else windows.push({ from: at === asOf ? -Infinity : at, until: next });
    }
    at = next;
  }
  return windows;
}
