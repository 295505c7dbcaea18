import { asksCaller } from "../runtime/decide/asks-caller.ts";
import { reachOf } from "../runtime/decide/reach.ts";
import type { Decision, Declarations } from "../runtime/declare/declarations.ts";
import { readData } from "../runtime/declare/live-data.ts";
import { sourceOf } from "../runtime/declare/source.ts";
import type { Bundle } from "../runtime/shapes/bundle.ts";
import { type IdIndex, recordsOf } from "../runtime/tables/id-index.ts";
import type { Beginnings, IdMap } from "../runtime/tables/id-map.ts";
import type { Prefixes } from "../runtime/tables/prefixes.ts";
import type { Texts } from "../runtime/tables/string-table.ts";
import { textAt } from "../runtime/tables/text-at.ts";
import { writeGraphs } from "./write-graph.ts";

/** What only a later `load` needs, what lite.js adds, and what only the declaring of a grouping needs. */
const leftOut: ReadonlySet<string> = new Set(["shape", "kinships", "findState", "scope"]);

/** What lite.js has instead of a bundle. */
interface LiteData {
  readonly text: string;
  /** Whether any answer depends on a condition. */
  readonly isConditional: boolean;
}

/** The data of lite.js, ready to be read. */
export function liteData(bundle: Bundle): LiteData {
  const { first, find } = readData(sourceOf(bundle));
  const maps = new Map<IdIndex, object>();
  // Environments share equal tables.
  const mapped = (index: IdIndex): object => {
    const map = maps.get(index) ?? mapOf(index);
    maps.set(index, map);
    return map;
  };
  const identities = first.identities.map(
    (own) =>
      own && {
        today: own.today && textsOf(own.today),
        children: own.children.map(({ scope, links }) => ({ scope, links: mapped(links) })),
      },
  );
  const environments = bundle.environments.map((environment) => {
    const data = find(environment);
    for (const decision of decisionsIn(data)) asksCaller(decision);
    return { ...data, identities, tables: data.tables.map(mapped) };
  });
  return {
    text: JSON.stringify(writeGraphs(environments, leftOut)),
    isConditional: environments.some((data) => reachOf(decisionsIn(data), data.sets.values()).conditions.size > 0),
  };
}

function decisionsIn({ flags, releases, privileges, retired }: Declarations): readonly Decision[] {
  const kinds = [flags, releases, privileges, retired.flags, retired.releases, retired.privileges];
  return kinds.flatMap((decisions) => [...decisions.values()]);
}

/** A table, or links, with a map in place of the index, and lists in place of what is quicker to read from a file. */
function mapOf(index: IdIndex): IdMap {
  const { few, untilFew: _, stateBytes: __, buckets: ___, records: ____, prefixes, ignoreCase, ...others } = index;
  const lists = Object.entries<Texts | Iterable<number>>(others).map(([key, value]) => [
    key,
    isTexts(value) ? textsOf(value) : [...value],
  ]);
  return {
    ...Object.fromEntries(lists),
    ignoreCase,
    states: new Map(few === undefined ? recordsOf(index) : few.ids.map((id, at) => [id, few.states[at] as number])),
    prefixes: prefixes && beginningsOf(prefixes),
  };
}

function isTexts(value: object): value is Texts {
  return "units" in value;
}

function textsOf(texts: Texts): readonly string[] {
  return Array.from({ length: texts.starts.length - 1 }, (_, index) => textAt(texts, index));
}

/** The prefixes of a tree, without those that change no state. */
function beginningsOf({ units, children, states }: Prefixes): Beginnings {
  const texts: string[] = [];
  const ends: number[] = [];
  const outer: number[] = [];
  const open = [{ node: 0, text: "", last: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, text, last } = next;
    const state = states[node] as number;
    const isEnd = state !== (ends[last] ?? 0);
    if (isEnd) {
      texts.push(text);
      ends.push(state);
      outer.push(last);
    }
    // The first child is looked at next.
    for (let child = (children[node + 1] as number) - 1; child >= (children[node] as number); child--) {
      const unit = String.fromCharCode(units[child] as number);
      open.push({ node: child, text: text + unit, last: isEnd ? ends.length - 1 : last });
    }
  }
  return { texts, ends, outer };
}
