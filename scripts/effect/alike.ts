import { groupBy } from "../model/group-by.ts";
import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import type { Ids, Kin } from "./ask-kin.ts";
import { linkedIn } from "./identity-links.ts";
import type { Comparison } from "./revision-query.ts";

/** What one side says at an instant. */
type View = readonly [side: "before" | "after", at: Instant];

/** The two sides of a comparison, and those of another one if the two are compared. */
export type Views = readonly [View, View] | readonly [View, View, View, View];

/** What the second side does at an instant, and the first. */
export function viewsAt(at: Instant): Views {
  return [
    ["after", at - 1],
    ["after", at],
    ["before", at - 1],
    ["before", at],
  ];
}

type MarksOf = (id: string) => readonly string[] | undefined;

/** Finds customers of a scope who are alike to lists and patterns in a part of a space, so that one is asked for all. */
interface Alike {
  /** For each view, a text that customers share whom only hashes tell apart in it; undefined if identities do. */
  marksIn(scope: string, views: Views): MarksOf;
  /** Some classes of a scope; found once for the same list. */
  kinOf(scope: string, views: Views, classes: readonly Ids[]): readonly Kin[];
}

/** Who is alike to a decision. Where callers tell nothing, everyone is asked once, and comparing them first is no gain. */
export function alikeIn(comparison: Comparison, { asked, dimensions }: Affected): Alike {
  const known = new Map<string, MarksOf>();
  const kin = new WeakMap<readonly Ids[], Map<string, readonly Kin[]>>();

  function marksIn(scope: string, views: Views): MarksOf {
    if (dimensions.length === 0) return () => undefined;
    const name = nameOf(scope, views);
    const found = known.get(name) ?? marksFinder(comparison, asked, scope, views);
    known.set(name, found);
    return found;
  }

  function kinOf(scope: string, views: Views, classes: readonly Ids[]): readonly Kin[] {
    const own = kin.get(classes) ?? new Map<string, readonly Kin[]>();
    kin.set(classes, own);
    const name = nameOf(scope, views);
    const found = own.get(name) ?? gather(classes, marksIn(scope, views));
    own.set(name, found);
    return found;
  }

  return { marksIn, kinOf };
}

function nameOf(scope: string, views: Views): string {
  return `${scope} ${views.flat().join()}`;
}

function gather(classes: readonly Ids[], marksOf: MarksOf): readonly Kin[] {
  return [...groupBy(classes, (ids): string | Ids => marksOf(ids[0] ?? "")?.join("|") ?? ids).values()];
}

function marksFinder({ before, after }: Comparison, asked: Affected["asked"], scope: string, views: Views): MarksOf {
  const sides = { before, after };
  const linked = new Set([...linkedIn(before.model, scope), ...linkedIn(after.model, scope)]);
  const known = new Map<string, readonly string[]>();
  return (id) => {
    if (linked.has(id)) return undefined;
    const found = known.get(id) ?? views.map(([side, at]) => sides[side].on(at).marks(asked, { [scope]: id }));
    known.set(id, found);
    return found;
  };
}
