import type { GroupSet, Model, Release, Stage } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";

/** Customers who get a version of a release that they did not get before. */
export interface Arrival {
  /** The group that they are in now. */
  readonly group: string;
  readonly version: string;
  /** Where the version is written. */
  readonly span: Span;
  /** The stages of the base whose versions they had; empty if no one was listed yet. */
  readonly from: readonly Stage[];
  /** The stages of the base that the version must have held: the one before theirs, on either side. */
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
 * Where a change brings versions: to stages, to groups that are no longer a stage and get the default group's version,
 * to new stages and groups, to members of removed groups, and to everyone unlisted if the default is another group. Who
 * is moved by name to an existing group takes what that group has.
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
  /** For those who did not choose their group: the stage before theirs on the base counts too. */
  const arrivalOf = (group: string, stage: Stage | undefined, former: string | undefined): readonly Arrival[] => {
    const from = stageOnBase(former);
    return arrival(group, stage, [from], from && base.stages[base.stages.indexOf(from) - 1]);
  };

  // If a set cannot be read completely, the stages are judged by their names.
  const groups = is === undefined ? head.stages.map(({ group }) => group) : [...is.groups.keys()];
  const inOrder = [...new Set([...head.stages.map(({ group }) => group), ...groups])].filter((group) =>
    groups.includes(group),
  );
  // A stage with an error that the change brings is there, but could not be read.
  const isNewlyPartial = after.partial.has(head.document) && !before.partial.has(base.document);
  for (const group of inOrder) {
    const own = head.stages.find((stage) => stage.group === group);
    if (own === undefined && isNewlyPartial && base.stages.some((stage) => stage.group === group)) continue;
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

/** Where a release of the base is retired: the answer of its record reaches all stages at once. */
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

/** The nearest stage before one of the head that is also a stage on the base. */
function previousIn(head: Release, group: string, base: Release): Stage | undefined {
  const index = head.stages.findIndex((stage) => stage.group === group);
  const earlier = head.stages.slice(0, Math.max(index, 0)).reverse();
  return earlier.flatMap((stage) => base.stages.filter((each) => each.group === stage.group))[0];
}

/** The groups of the base that the customers of a new group come from: the default for those who were not listed. */
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

/** Whether some customer of a removed group is not listed in another group. */
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
