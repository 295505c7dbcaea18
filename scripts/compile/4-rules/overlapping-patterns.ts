import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { fromOf, idSpan, untilOf } from "../../model/entries.ts";
import { addTo } from "../../model/group-by.ts";
import type { Group, GroupSet, Model, Pattern } from "../../model/model.ts";

/**
 * Patterns count like the ids that they match: at any time once in a list, and in one group of an exclusive set. Codes:
 * `model/duplicate-entry`, `model/two-groups`.
 */
export function* overlappingPatterns(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values()) {
    const groups = [...set.groups.values()];
    if (groups.every((group) => group.patterns.length === 0)) continue;
    const index = indexOf(groups);
    for (const group of groups) {
      yield* judgePatterns(set, group, index);
      yield* judgeIds(set, group, index);
    }
  }
}

type Window = Pick<Pattern, "from" | "until">;

interface Placed {
  readonly group: Group;
  readonly pattern: Pattern;
  /** By the order of the groups and of the file. */
  readonly order: number;
}

/** The patterns of a set by their prefix, and the lengths of all prefixes, so that an id needs only a few lookups. */
interface PatternIndex {
  readonly byPrefix: ReadonlyMap<string, readonly Placed[]>;
  readonly lengths: readonly number[];
}

function indexOf(groups: readonly Group[]): PatternIndex {
  const byPrefix = new Map<string, Placed[]>();
  let order = 0;
  for (const group of groups)
    for (const pattern of group.patterns) addTo(byPrefix, pattern.prefix, { group, pattern, order: order++ });
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
      // Of two equal patterns the later one is reported; of two that differ, the longer one.
      if (other.pattern.prefix === pattern.prefix && other.order >= own) continue;
      if (!overlap(pattern, other.pattern)) continue;
      const isSame = other.pattern.prefix === pattern.prefix;
      const [one, two] = [`\`${other.pattern.prefix}*\``, `\`${pattern.prefix}*\``];
      const related = [{ message: `${one} is here`, span: other.pattern.span }];
      if (other.group === group)
        yield diagnostic(
          "model/duplicate-entry",
          pattern.span,
          isSame ? `${two} appears twice in this list` : `every id that matches ${two} also matches ${one}`,
          { related, hint: "remove this one, or give them windows that do not overlap" },
        );
      else if (set.exclusive)
        yield diagnostic(
          "model/two-groups",
          pattern.span,
          isSame
            ? `${two} is in \`${other.group.reference}\` and in \`${group.reference}\``
            : `${two} is in \`${group.reference}\`, and through ${one} in \`${other.group.reference}\``,
          { related, hint: `a customer can be in only one group of \`${set.name}\`: change one of the patterns` },
        );
      else continue;
      break;
    }
  }
}

function* judgeIds(set: GroupSet, group: Group, index: PatternIndex): Generator<Diagnostic> {
  const { members } = group;
  for (const [at, id] of members.ids.entries()) {
    for (const other of matching(index, id)) {
      if (!overlap({ from: fromOf(members, at), until: untilOf(members, at) }, other.pattern)) continue;
      const span = idSpan(members, at);
      const matches = `\`${other.pattern.prefix}*\``;
      const related = [{ message: `${matches} is here`, span: other.pattern.span }];
      if (other.group === group)
        yield diagnostic("model/duplicate-entry", span, `\`${id}\` is listed, and ${matches} also matches it`, {
          related,
          hint: "remove it, or give them windows that do not overlap",
        });
      else if (set.exclusive)
        yield diagnostic(
          "model/two-groups",
          span,
          `\`${id}\` is in \`${group.reference}\`, and through ${matches} in \`${other.group.reference}\``,
          { related, hint: `a customer can be in only one group of \`${set.name}\`: remove it, or change the pattern` },
        );
      else continue;
      break;
    }
  }
}

/** Whether two windows, neither of them empty, have an instant in common. */
function overlap(one: Window, other: Window): boolean {
  return Math.max(one.from, other.from) < Math.min(one.until, other.until);
}
