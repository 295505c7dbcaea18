import { compile, compileForDay, type Read, readOnce } from "../compile/compile.ts";
import { beginningsIn, endsIn } from "../model/dates-in.ts";
import { compareDiagnostics, type Diagnostic } from "../model/diagnostic.ts";
import type { Model } from "../model/model.ts";
import { dayLength, type Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";

/** Something that makes CI fail from some day on, if no one does anything. */
interface RedDay {
  /** The first instant of the day; if it fails already, the day that was asked about. */
  readonly from: Instant;
  /** The first day on which it passes again by itself; undefined if there is none. */
  readonly until: Instant | undefined;
  readonly finding: Diagnostic;
}

/**
 * The errors of `check` on each day from one to another, each with its days; the last day is the one before `before`. An
 * example that fails counts even where what has expired would hide it.
 */
export function redDays(
  tree: Tree,
  models: readonly [Model, ...Model[]],
  from: Instant,
  before: Instant,
): readonly RedDay[] {
  const read = readOnce();
  const found: RedDay[] = [];
  const errorsOn = errorFinder(tree, from, read);
  let open = new Map<string, RedDay>();
  for (const day of [from, ...daysWithDates(models, from, before)]) {
    const now = new Map<string, RedDay>();
    for (const finding of errorsOn(day)) {
      const key = `${finding.code} ${finding.span.source.path} ${finding.span.start}`;
      now.set(key, open.get(key) ?? { from: day, until: undefined, finding });
    }
    for (const [key, each] of open) if (!now.has(key)) found.push({ ...each, until: day });
    open = now;
  }
  return [...found, ...open.values()].sort((a, b) => a.from - b.from || compareDiagnostics(a.finding, b.finding));
}

/** A revision: its files and models. */
interface Side {
  readonly tree: Tree;
  readonly models: readonly [Model, ...Model[]] | undefined;
}

/** Errors on later days because of a change: those that the base would not have on the same day. */
export function newRedDays(base: Side, head: Side, from: Instant, before: Instant): readonly RedDay[] {
  const laterOf = ({ tree, models }: Side): readonly RedDay[] =>
    models === undefined ? [] : redDays(tree, models, from, before).filter((each) => each.from > from);
  const later = laterOf(head);
  if (later.length === 0) return [];
  const keyOf = ({ from: day, finding }: RedDay): string => `${day} ${finding.code} ${finding.message}`;
  const known = new Set(laterOf(base).map(keyOf));
  return later.filter((each) => !known.has(keyOf(each)));
}

/** Errors of check that are only warnings with --allow-expired. */
const whatDaysDo: readonly string[] = ["model/expired", "model/failed-example"];

/** A function that finds the errors of a tree on a day; what no day changes is found once, on the first. */
function errorFinder(tree: Tree, first: Instant, read: Read): (day: Instant) => readonly Diagnostic[] {
  const errorsIn = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
    diagnostics.filter(({ code, severity }) => severity === "error" || whatDaysDo.includes(code));
  const keyOf = ({ code, message, span }: Diagnostic): string =>
    `${code} ${span.source.path} ${span.start} ${span.end} ${message}`;
  const datedOn = (asOf: Instant, hasOtherErrors: boolean): readonly Diagnostic[] =>
    errorsIn(compileForDay(tree, { asOf, allowExpired: true }, { hasOtherErrors, read }));
  const all = errorsIn(compile(tree, { asOf: first, allowExpired: true }, read).diagnostics);
  const dated = new Set(datedOn(first, false).map(keyOf));
  const constant = all.filter((finding) => !dated.has(keyOf(finding)));
  return (day) => (day === first ? all : [...constant, ...datedOn(day, constant.length > 0)]);
}

/** The days between two instants before which something in the files begins or ends. */
function daysWithDates(models: readonly Model[], after: Instant, before: Instant): readonly Instant[] {
  const days = new Set<Instant>();
  for (const model of models)
    for (const at of [...beginningsIn(model), ...endsIn(model)]) {
      const day = Math.ceil(at / dayLength) * dayLength;
      if (after < day && day < before) days.add(day);
    }
  return [...days].sort((a, b) => a - b);
}
