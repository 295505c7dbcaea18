import type { NameChange } from "../../../history/name-changes.ts";
import type { Attribute, Flag, GroupSet, Privilege, Release } from "../../../model/model.ts";
import { decisionsOf } from "../../../model/model-queries.ts";
import type { Subject } from "../../../model/query/subject.ts";
import { subjectsOf } from "../../../model/query/subjects.ts";
import { compareText } from "../../../model/text/words.ts";
import type { Instant } from "../../../model/time.ts";
import { pagePath } from "../links.ts";
import type { Site } from "../site.ts";

/** A thing with a page and an owner. */
export type Thing = Flag | Release | Privilege | GroupSet | Attribute;

/** What lists and searches show about a name. */
export interface NameFacts {
  readonly thing: Thing;
  /** In the form that queries need; the description contains customer ids only if they are shown. */
  readonly subject: Subject;
  /** From the root of the site. */
  readonly href: string;
  /** The first instant at which it no longer decides anything. */
  readonly ends: Instant | undefined;
  /** Why it is paused, in any environment. */
  readonly paused: string | undefined;
  readonly isStale: boolean;
  readonly lastChange: NameChange | undefined;
}

/** The facts of all names that have pages, by name. */
export function nameFacts(site: Site): readonly NameFacts[] {
  const { models, changes, say } = site;
  const [model] = models;
  const subjects = new Map(subjectsOf(model).map((subject) => [keyOf(subject), subject]));
  const things: readonly Thing[] = [...decisionsOf(model), ...model.sets.values(), ...model.attributes.values()];
  return things
    .flatMap((thing): NameFacts[] => {
      const subject = subjects.get(keyOf(thing));
      if (subject === undefined) return [];
      const ends = "expires" in thing ? thing.expires?.at : undefined;
      const paused = models.flatMap(({ flags }) =>
        thing.kind === "flag" ? (flags.get(thing.name)?.paused ?? []) : [],
      )[0];
      return [
        {
          thing,
          subject: {
            ...subject,
            description: say(subject.description),
            states:
              paused === undefined || subject.states.includes("paused")
                ? subject.states
                : ["paused", ...subject.states],
          },
          href: pagePath(thing.kind, thing.name),
          ends: ends === Infinity ? undefined : ends,
          paused,
          isStale: thing.kind === "flag" && isStale(thing),
          lastChange: changes.get(thing.name)?.[0],
        },
      ];
    })
    .sort((a, b) => compareText(a.thing.name, b.thing.name) || compareText(a.thing.kind, b.thing.kind));
}

function keyOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name}`;
}

/** Whether a rollout gives the same value to everyone it applies to: then it is done, and could become the default. */
function isStale({ rollout }: Flag): boolean {
  const last = rollout.at(-1);
  return last !== undefined && last.among === undefined && last.shares.some(({ share }) => share === last.total);
}
