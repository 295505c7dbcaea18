import type { GroupSet, Model, Release, Stage } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";

/** Customers who get a version from a release that they did not get before. */
export interface Arrival {
  /** The group that they are in now. */
  readonly group: string;
  readonly version: string;
  /** Where the version stands. */
  readonly span: Span;
  /** The stages of the base whose versions they had; none where nobody is listed yet. */
  readonly from: readonly Stage[];
  /** The stages of the base that the version has to have held: the one before theirs, on either side. */
  readonly before: readonly Stage[];
}

/** One release on both sides of a change, in one environment. */
interface ReleasePair {
  readonly before: Model;
  readonly after: Model;
  readonly base: Release;
  readonly head: Release;
}

/**
 * Where a change brings versions: to stages, to groups that are a stage no more and get what the default group gets, to new
 * stages and groups, to groups that are gone, and to whoever is not listed where the default is another group. Who is moved
 * by name to a group that there was takes what it has.
 */
export function* arrivalsOf({ before, after, base, head }: ReleasePair): Generator<Arrival> {
  const [was, is] = [before.sets.get(base.by), after.sets.get(head.by)];
  const isSameSet = was !== undefined && base.by === head.by;
  const standard = head.stages.find(({ group }) => group === is?.default);
  const stageOnBase = (group: string | undefined): Stage | undefined =>
    base.stages.find((stage) => stage.group === group) ?? base.stages.find((stage) => stage.group === was?.default);
  const arrival = (
    group: string,
    stage: Stage | undefined,
    from: readonly (Stage | undefined)[],
    before: Stage | undefined,
  ): readonly Arrival[] => {
    const origins = from.filter((each) => each !== undefined);
    const isThere = origins.length > 0 && origins.every(({ version }) => version === stage?.version);
    if (stage === undefined || isThere) return [];
    const all = new Set([before, previousIn(head, group, base)].filter((each) => each !== undefined));
    return [{ group, version: stage.version, span: stage.versionSpan, from: origins, before: [...all] }];
  };
  /** Of those who are in a group by nobody's choice: the stage before theirs on the base counts too. */
  const arrivalOf = (group: string, stage: Stage | undefined, former: string | undefined): readonly Arrival[] => {
    const from = stageOnBase(former);
    return arrival(group, stage, [from], from && base.stages[base.stages.indexOf(from) - 1]);
  };

  // A set that cannot be read whole leaves the stages to be judged by their names.
  const groups = is === undefined ? head.stages.map(({ group }) => group) : [...is.groups.keys()];
  const inOrder = [...new Set([...head.stages.map(({ group }) => group), ...groups])].filter((group) =>
    groups.includes(group),
  );
  for (const group of inOrder) {
    const own = head.stages.find((stage) => stage.group === group);
    const isOld = isSameSet ? was.groups.has(group) : base.stages.some((stage) => stage.group === group);
    if (isOld) yield* arrivalOf(group, own ?? standard, group);
    else if (own !== undefined) {
      const origins = was === undefined || is === undefined ? [] : originsOf(was, is, group).map(stageOnBase);
      yield* arrival(group, own, origins, undefined);
    }
  }
  if (is?.default !== undefined && was?.default !== is.default) yield* arrivalOf(is.default, standard, undefined);
  if (!isSameSet || is === undefined) return;
  for (const group of was.groups.keys())
    if (!is.groups.has(group) && leavesSome(was, is, group)) yield* arrivalOf(group, standard, group);
}

/** Where a release is retired that the base has: the answer of its record reaches every stage at once. */
export function* retiredArrivals({
  before,
  after,
}: Pick<ReleasePair, "before" | "after">): Generator<Arrival & { readonly name: string }> {
  for (const { kind, name, answer, span } of after.retired) {
    const base = kind === "release" ? before.releases.get(name) : undefined;
    if (base === undefined || typeof answer !== "string" || after.releases.has(name)) continue;
    for (const [index, stage] of base.stages.entries())
      if (stage.version !== answer)
        yield {
          name,
          group: stage.group,
          version: answer,
          span,
          from: [stage],
          before: base.stages.slice(Math.max(index - 1, 0), index),
        };
  }
}

/** The nearest stage before one of the head that is a stage on the base too. */
function previousIn(head: Release, group: string, base: Release): Stage | undefined {
  const index = head.stages.findIndex((stage) => stage.group === group);
  const earlier = head.stages.slice(0, Math.max(index, 0)).reverse();
  return earlier.flatMap((stage) => base.stages.filter((each) => each.group === stage.group))[0];
}

/** The groups of the base that the customers of a new group come from: the default of whoever was not listed. */
function originsOf(was: GroupSet, is: GroupSet, group: string): readonly (string | undefined)[] {
  const own = is.groups.get(group);
  const former = new Map<string, string>();
  for (const { name, members, patterns } of was.groups.values()) {
    for (const id of members.ids) former.set(id, name);
    for (const { prefix } of patterns) former.set(`${prefix}*`, name);
  }
  const texts = [...(own?.members.ids ?? []), ...(own?.patterns ?? []).map(({ prefix }) => `${prefix}*`)];
  return [...new Set(texts.map((text) => former.get(text) ?? was.default))];
}

/** Whether somebody of a group that is gone is in no other group by name. */
function leavesSome(was: GroupSet, is: GroupSet, group: string): boolean {
  const old = was.groups.get(group);
  const groups = [...is.groups.values()];
  const listed = new Set(groups.flatMap(({ members }) => members.ids));
  const patterns = new Set(groups.flatMap((each) => each.patterns.map(({ prefix }) => prefix)));
  return (
    was.told ||
    old?.members.ids.some((id) => !listed.has(id)) === true ||
    old?.patterns.some(({ prefix }) => !patterns.has(prefix)) === true
  );
}
