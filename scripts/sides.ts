import { answerable } from "./answerable.ts";
import { bundleOf } from "./emit/bundle.ts";
import type { Model } from "./model.ts";
import { open } from "./runtime/index.ts";
import type { Side } from "./side.ts";

/** The side of a tree without any document or config: it has no name and answers nothing. */
export const emptySide: Side = {
  models: [],
  answer: () => null,
  reason: () => ({ rule: "default", group: undefined }),
  groups: () => [],
};

/** The side that models are, asked through the module that is made from them. */
export function sideOf(found: readonly [Model, ...Model[]] | undefined): Side {
  if (found === undefined) return emptySide;
  const models = answerable(found);
  const module = open(bundleOf(models));
  const ask = (
    environment: string,
    context: Readonly<Record<string, string>>,
    at: number,
    created?: Readonly<Record<string, number>>,
  ) => module.lookup(context, { environment, at, ...(created === undefined ? {} : { created }) });
  const has = (environment: string): Model | undefined => models.find((model) => model.environment === environment);
  const known = ({ config }: Model, context: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(context).filter(([scope]) => config.scopes.has(scope)));

  return {
    models,
    answer: (kind, name, { environment, context, at, created }) => {
      const model = has(environment);
      if (model === undefined) return null;
      const lookup = ask(environment, known(model, context), at, created);
      const flag = model.flags.get(name);
      if (kind === "flag")
        return flag === undefined ? null : flag.variants === undefined ? lookup.isEnabled(name) : lookup.variant(name);
      if (kind === "release") return model.releases.has(name) ? lookup.version(name) : null;
      return kind === "privilege" && model.privileges.has(name) ? lookup.hasPrivilege(name, undefined) : null;
    },
    reason: (kind, name, { environment, context, at, created }) => {
      const model = has(environment);
      const things = { flag: model?.flags, release: model?.releases, privilege: model?.privileges, groups: undefined }[
        kind
      ];
      if (model === undefined || !things?.has(name)) return { rule: "default", group: undefined };
      const { rule, group } = ask(environment, known(model, context), at, created).explain(name);
      return { rule, group };
    },
    groups: (name, { environment, context, at }) => {
      const model = has(environment);
      const set = model?.sets.get(name);
      if (model === undefined || set === undefined) return [];
      const lookup = ask(environment, known(model, context), at);
      return [...set.groups.values()].filter((group) => lookup.isIn(group.reference)).map((group) => group.name);
    },
  };
}
