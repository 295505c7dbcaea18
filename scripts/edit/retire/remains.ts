import type { Decision, Group, Model, Value } from "../../model/model.ts";
import type { Thing } from "./answers.ts";

/** Models in which something that is retired is still there and gives everyone its last answer, as code that was built earlier has it. */
export function withRemains(
  models: readonly [Model, ...Model[]],
  things: ReadonlyMap<string, Thing>,
  answer: Value | undefined,
): readonly [Model, ...Model[]] {
  const within = (model: Model): Model => {
    const thing = things.get(model.environment);
    return thing === undefined ? model : withOne(model, thing, answer);
  };
  const [first, ...others] = models;
  return [within(first), ...others.map(within)];
}

function withOne(model: Model, thing: Thing, answer: Value | undefined): Model {
  switch (thing.kind) {
    case "flag": {
      const flag = {
        ...decided(thing, answer ?? thing.default),
        grouped: [],
        rollout: undefined,
        created: undefined,
        requires: [],
        paused: undefined,
      };
      return { ...model, flags: added(model.flags, flag) };
    }
    case "release": {
      const version = `${answer ?? thing.default}`;
      const stages = thing.stages.map((stage) => ({ ...stage, version }));
      const grouped = thing.grouped.map((grouping) => ({ ...grouping, value: version }));
      return { ...model, releases: added(model.releases, { ...decided(thing, version), stages, grouped }) };
    }
    case "privilege":
      // Only plans give it to everyone, so a model has no such privilege.
      if (answer === true) return model;
      return { ...model, privileges: added(model.privileges, { ...decided(thing, false), frozen: undefined }) };
    case "groups": {
      const groups = new Map([...thing.groups].map(([name, group]) => [name, emptied(group)]));
      const standard = answer === undefined ? undefined : `${answer}`;
      return { ...model, sets: added(model.sets, { ...thing, groups, told: false, default: standard }) };
    }
  }
}

function decided<Kind extends Decision>(decision: Kind, value: Value): Kind {
  return { ...decision, default: value, listed: [], expires: undefined };
}

function emptied(group: Group): Group {
  const members = { ...group.members, ids: [], starts: [], ends: [], from: undefined, until: undefined };
  return { ...group, members, patterns: [] };
}

function added<Named extends { readonly name: string }>(
  things: ReadonlyMap<string, Named>,
  thing: Named,
): ReadonlyMap<string, Named> {
  return new Map([...things, [thing.name, thing] as const].sort(([a], [b]) => (a < b ? -1 : 1)));
}
