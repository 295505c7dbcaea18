import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { fromOf, idSpan, untilOf } from "../entries.ts";
import type { Group, GroupSet, Model, Pattern } from "../model.ts";
import { formatLastDay } from "../time.ts";

/** Patterns count like the ids that begin so: at any time once in a list, and in one group of an exclusive set. */
export function* patterns(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values()) {
    const groups = [...set.groups.values()];
    if (groups.every((group) => group.patterns.length === 0)) continue;
    const index = indexOf(groups);
    for (const group of groups) {
      yield* judgePatterns(set, group, index);
      yield* judgeIds(set, group, index);
    }
  }
  yield* judgeWindows(model);
}

interface Placed {
  readonly group: Group;
  readonly pattern: Pattern;
  /** In the order of the groups and of the file. */
  readonly order: number;
}

/** The patterns of a set by their prefix, and the lengths that prefixes have, so that an id is looked up a few times. */
interface PatternIndex {
  readonly byPrefix: ReadonlyMap<string, readonly Placed[]>;
  readonly lengths: readonly number[];
}

function indexOf(groups: readonly Group[]): PatternIndex {
  const byPrefix = new Map<string, Placed[]>();
  let order = 0;
  for (const group of groups)
    for (const pattern of group.patterns) {
      const placed = { group, pattern, order: order++ };
      const known = byPrefix.get(pattern.prefix);
      if (known === undefined) byPrefix.set(pattern.prefix, [placed]);
      else known.push(placed);
    }
  const lengths = [...new Set([...byPrefix.keys()].map((prefix) => prefix.length))].sort((a, b) => a - b);
  return { byPrefix, lengths };
}

function* matching({ byPrefix, lengths }: PatternIndex, id: string): Generator<Placed> {
  for (const length of lengths) {
    if (length > id.length) return;
    yield* byPrefix.get(id.slice(0, length)) ?? [];
  }
}

function* judgePatterns(set: GroupSet, group: Group, index: PatternIndex): Generator<Diagnostic> {
  for (const pattern of group.patterns) {
    const own = index.byPrefix.get(pattern.prefix)?.find((placed) => placed.pattern === pattern)?.order ?? 0;
    for (const other of matching(index, pattern.prefix)) {
      if (other.pattern === pattern || other.pattern.from >= pattern.until || pattern.from >= other.pattern.until)
        continue;
      // Of two alike the later is told; of two that differ the longer one.
      if (other.pattern.prefix === pattern.prefix && other.order > own) continue;
      const both = `\`${pattern.prefix}*\` and \`${other.pattern.prefix}*\``;
      const related = [{ message: `\`${other.pattern.prefix}*\` is here`, span: other.pattern.span }];
      if (other.group === group)
        yield diagnostic("model/duplicate-entry", pattern.span, `${both} match the same customers`, {
          related,
          hint: "keep the shorter one",
        });
      else if (set.exclusive)
        yield diagnostic(
          "model/two-groups",
          pattern.span,
          `${both} put customers into \`${group.reference}\` and \`${other.group.reference}\``,
          {
            related,
            hint: `a customer is in one group of \`${set.name}\` only: choose beginnings that exclude each other`,
          },
        );
    }
  }
}

function* judgeIds(set: GroupSet, group: Group, index: PatternIndex): Generator<Diagnostic> {
  const { members } = group;
  for (let at = 0; at < members.ids.length; at++) {
    const id = members.ids[at] as string;
    for (const other of matching(index, id)) {
      if (other.pattern.from >= untilOf(members, at) || fromOf(members, at) >= other.pattern.until) continue;
      const related = [{ message: `\`${other.pattern.prefix}*\` matches it here`, span: other.pattern.span }];
      if (other.group === group)
        yield diagnostic("model/duplicate-entry", idSpan(members, at), `\`${id}\` stands twice in this list`, {
          related,
          hint: "take it out; the pattern has it",
        });
      else if (set.exclusive)
        yield diagnostic(
          "model/two-groups",
          idSpan(members, at),
          `\`${id}\` is in \`${group.reference}\` and in \`${other.group.reference}\``,
          {
            related,
            hint: `a customer is in one group of \`${set.name}\` only: take it out, or change the pattern`,
          },
        );
    }
  }
}

function* judgeWindows({ sets, asOf, allowExpired, config }: Model): Generator<Diagnostic> {
  const soon = asOf + (config.policy.warnDays + 1) * 86_400_000;
  for (const set of sets.values())
    for (const { patterns } of set.groups.values())
      for (const { prefix, from, until, span, untilSpan = span } of patterns) {
        if (from >= until)
          yield diagnostic("model/empty-window", untilSpan, `\`${prefix}*\` ends before it begins`, {
            hint: "`from` is the first day and `until` the last",
          });
        else if (until <= asOf)
          yield diagnostic("model/expired", untilSpan, `\`${prefix}*\` ended on ${formatLastDay(until)}`, {
            severity: allowExpired ? "warning" : "error",
            hint: "take the entry out, or move `until` to a later day; it has no effect any more",
          });
        else if (until <= soon)
          yield diagnostic("model/expiring", untilSpan, `\`${prefix}*\` ends on ${formatLastDay(until)}`, {
            hint: "take the entry out, or move `until` to a later day",
          });
      }
}
