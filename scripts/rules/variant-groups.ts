import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { type Entries, fromOf, untilOf } from "../entries.ts";
import { type Flag, findGroup, type Group, type Grouping, type GroupSet, type Model } from "../model.ts";
import type { Instant } from "../time.ts";

/** Groups that give a customer different variants have no answer, unless the customer's own entry decides. */
export function* variantGroups(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    if (flag.variants === undefined) continue;
    const placed = flag.grouped.flatMap((grouping) => {
      const found = findGroup(model, grouping.group);
      return found === undefined ? [] : [{ grouping, ...found }];
    });
    for (const [index, second] of placed.entries())
      for (const first of placed.slice(0, index)) yield* judge(flag, first, second);
  }
}

interface Placed {
  readonly grouping: Grouping;
  readonly set: GroupSet;
  readonly group: Group;
}

function* judge(flag: Flag, first: Placed, second: Placed): Generator<Diagnostic> {
  const isOne = first.set === second.set;
  if (first.grouping.value === second.grouping.value || first.set.scope !== second.set.scope) return;
  if (first.group === second.group || (isOne && first.set.exclusive)) return;
  const who = common(flag, first, second);
  if (who === undefined) return;
  const [one, other] = [first.grouping, second.grouping];
  yield diagnostic(
    "model/contradiction",
    other.span,
    `flag \`${flag.name}\` gives ${who} \`${one.value}\` by \`${one.group}\` and \`${other.value}\` by \`${other.group}\``,
    {
      related: [{ message: `\`${one.value}\` is given here`, span: one.span }],
      hint: "list the customer under one variant, or name groups of one exclusive set",
    },
  );
}

interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/** Someone who is in both groups at one time while no own entry decides, in words; undefined where there is nobody. */
function common(flag: Flag, first: Placed, second: Placed): string | undefined {
  if (first.set.told || second.set.told) return "who is told into both";
  const { scope } = first.set;
  const own = flag.listed.filter((listing) => listing.scope === scope).map(({ entries }) => byId(entries));
  const [one, other] = [membership(first), membership(second)];
  for (const id of new Set([...one.mentioned(), ...other.mentioned()])) {
    const free = subtract(
      intersect(one.windows(id), other.windows(id)),
      own.flatMap((windows) => windows.get(id) ?? []),
    );
    if (free.length > 0) return `\`${id}\``;
  }
  const everyone = first.group.name === first.set.default && second.group.name === second.set.default;
  return everyone ? "everyone who is not listed" : undefined;
}

function byId(entries: Entries): Map<string, Window[]> {
  const windows = new Map<string, Window[]>();
  entries.ids.forEach((id, index) => {
    const window = { from: fromOf(entries, index), until: untilOf(entries, index) };
    const known = windows.get(id);
    if (known === undefined) windows.set(id, [window]);
    else known.push(window);
  });
  return windows;
}

/** When a customer is in a group: by its entries and patterns, or, in the default, while no other group has it. */
function membership({ set, group }: Placed) {
  const groups = [...set.groups.values()].map((each) => ({ each, windows: byId(each.members) }));
  const isDefault = group.name === set.default;

  function listed(in_: (typeof groups)[number], id: string): readonly Window[] {
    return [...(in_.windows.get(id) ?? []), ...in_.each.patterns.filter(({ prefix }) => id.startsWith(prefix))];
  }

  return {
    /** Ids that any group of the set has, and one for each pattern: what is said of them is all that is said. */
    mentioned: () =>
      groups.flatMap(({ each, windows }) => [...windows.keys(), ...each.patterns.map(({ prefix }) => `${prefix}…`)]),
    windows: (id: string): readonly Window[] => {
      const own = groups.filter(({ each }) => each === group).flatMap((in_) => listed(in_, id));
      if (!isDefault) return own;
      const others = groups.filter(({ each }) => each !== group).flatMap((in_) => listed(in_, id));
      return [...own, ...subtract([{ from: -Infinity, until: Infinity }], others)];
    },
  };
}

function intersect(some: readonly Window[], others: readonly Window[]): readonly Window[] {
  return some.flatMap((window) =>
    others
      .map((other) => ({ from: Math.max(window.from, other.from), until: Math.min(window.until, other.until) }))
      .filter(({ from, until }) => from < until),
  );
}

function subtract(some: readonly Window[], others: readonly Window[]): readonly Window[] {
  return others.reduce<readonly Window[]>(
    (left, other) =>
      left.flatMap(({ from, until }) =>
        [
          { from, until: Math.min(until, other.from) },
          { from: Math.max(from, other.until), until },
        ].filter((window) => window.from < window.until),
      ),
    some,
  );
}
