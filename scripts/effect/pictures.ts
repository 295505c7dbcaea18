import type { Flag, Model, Release } from "../model/model.ts";
import { pairsOf } from "./pair-models.ts";
import type { Revision } from "./revision.ts";

/** A change of a rollout or of stages, to be drawn. */
export type Picture = RolloutPicture | StagesPicture;

/** The parts of a rollout before and after; a side that does not have the part is undefined. */
export interface RolloutPicture {
  readonly kind: "rollout";
  readonly name: string;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  readonly parts: readonly {
    /** The groups that it is among; empty for everyone, or the rest. */
    readonly among: readonly string[];
    readonly before: readonly Share[] | undefined;
    readonly after: readonly Share[] | undefined;
  }[];
}

/** How many get a value, in percent. */
export interface Share {
  readonly value: string;
  readonly percent: number;
}

/** What each stage of a release serves, in order. */
export interface StagesPicture {
  readonly kind: "stages";
  readonly name: string;
  readonly environment: string | undefined;
  readonly stages: readonly {
    readonly group: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
}

/** What a change does to rollouts and stages, by name; nothing of those that are only added or removed. */
export function picturesOf(base: Revision, head: Revision): readonly Picture[] {
  return pairsOf(base, head).flatMap(({ environment, before, after }) =>
    before === undefined || after === undefined
      ? []
      : [...rollouts(before, after, environment), ...stages(before, after, environment)],
  );
}

function* rollouts(before: Model, after: Model, environment: string | undefined): Generator<RolloutPicture> {
  for (const flag of after.flags.values()) {
    const old = before.flags.get(flag.name);
    if (old === undefined) continue;
    const [was, is] = [partsOf(old), partsOf(flag)];
    const parts = [...new Set([...was.keys(), ...is.keys()])].map((key) => ({
      among: (was.get(key) ?? is.get(key))?.among ?? [],
      before: was.get(key)?.shares,
      after: is.get(key)?.shares,
    }));
    const changed = parts.filter((part) => JSON.stringify(part.before) !== JSON.stringify(part.after));
    if (changed.length > 0) yield { kind: "rollout", name: flag.name, environment, parts: changed };
  }
}

function partsOf({ rollout }: Flag) {
  return new Map(
    rollout.map(({ among = [], amongConditions, total, shares }) => {
      const groups = among.map(({ group }) => group);
      const words = amongConditions.length === 0 ? groups : [...groups, "where"];
      const own = shares.map(({ value, share }) => ({ value: `${value}`, percent: (100 * share) / total }));
      return [words.join(), { among: words, shares: own }] as const;
    }),
  );
}

function* stages(before: Model, after: Model, environment: string | undefined): Generator<StagesPicture> {
  for (const release of after.releases.values()) {
    const old = before.releases.get(release.name);
    if (old === undefined) continue;
    const [was, is] = [versionsOf(old), versionsOf(release)];
    const all = [...new Set([...is.keys(), ...was.keys()])];
    const own = all.map((group) => ({ group, before: was.get(group), after: is.get(group) }));
    if (own.some((stage) => stage.before !== stage.after))
      yield { kind: "stages", name: release.name, environment, stages: own };
  }
}

function versionsOf({ stages }: Release): ReadonlyMap<string, string> {
  return new Map(stages.map(({ group, version }) => [group, version]));
}
