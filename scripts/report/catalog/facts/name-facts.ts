import type { NameChange } from "../../../history/name-changes.ts";
import type { Attribute, Flag, GroupSet, Model, Named, Privilege, Release } from "../../../model/model.ts";
import { decisionsOf, groupsNamedBy } from "../../../model/model-queries.ts";
import { dayLength, type Instant } from "../../../model/time.ts";
import { compareText } from "../../../model/text/words.ts";
import { type PageKind, pagePath } from "../links.ts";
import type { Site } from "../site.ts";

/** What can be said of a name in a word; the first ones need somebody. */
export const states = ["expired", "expiring", "paused", "stale", "deprecated", "permanent"] as const;
export type State = (typeof states)[number];

/** What has a page and belongs to somebody. */
export type Thing = Flag | Release | Privilege | GroupSet | Attribute;

/** What lists and searches say of a name. */
export interface NameFacts {
  readonly thing: Thing;
  readonly kind: Exclude<PageKind, "owner">;
  readonly name: string;
  /** From the root of the site. */
  readonly href: string;
  readonly description: string;
  readonly owner: string;
  readonly states: readonly State[];
  /** The first instant at which it decides nothing any more. */
  readonly expires: Instant | undefined;
  readonly lastChange: NameChange | undefined;
  /** The groups that it names, or has. */
  readonly groups: readonly string[];
}

/** The facts of all names that have pages, in order. */
export function nameFacts(site: Site): readonly NameFacts[] {
  const [model] = site.models;
  const things: readonly Thing[] = [...decisionsOf(model), ...model.sets.values(), ...model.attributes.values()];
  return things
    .map((thing): NameFacts => {
      const { kind, name, description, owner } = thing;
      const expires = "expires" in thing ? thing.expires?.at : undefined;
      return {
        thing,
        kind,
        name,
        href: pagePath(kind, name),
        description: site.say(description),
        owner,
        states: statesOf(site, thing),
        expires: expires === Infinity ? undefined : expires,
        lastChange: site.changes.get(name)?.[0],
        groups: groupsOf(thing),
      };
    })
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.kind, b.kind));
}

function groupsOf(thing: Thing): readonly string[] {
  if (thing.kind === "attribute") return [];
  if (thing.kind === "groups") return [...thing.groups.values()].map(({ reference }) => reference);
  return [...new Set(groupsNamedBy(thing).map(({ group }) => group))].sort(compareText);
}

function statesOf({ models, today }: Site, thing: Thing): readonly State[] {
  const [{ config }] = models;
  const found = new Set<State>();
  if ("expires" in thing && thing.expires !== undefined) {
    if (thing.expires.at <= today) found.add("expired");
    else if (thing.expires.at <= today + config.policy.warnDays * dayLength) found.add("expiring");
  }
  if (thing.kind === "flag") {
    if (thing.permanent !== undefined) found.add("permanent");
    const all = models.flatMap((model: Model) => model.flags.get(thing.name) ?? []);
    if (all.some(({ paused }) => paused !== undefined)) found.add("paused");
    if (isStale(thing)) found.add("stale");
  }
  if ((thing as Named).deprecated !== undefined) found.add("deprecated");
  return states.filter((state) => found.has(state));
}

/** Whether a rollout gives one value to everyone: then it is done, and the default could say so. */
export function isStale({ rollout }: Flag): boolean {
  const last = rollout.at(-1);
  return last !== undefined && last.among === undefined && last.shares.some(({ share }) => share === last.total);
}
