import type { EditContext } from "../edit/context.ts";
import type { Input } from "../edit/input.ts";
import { readValues } from "../edit/read-values.ts";
import type { Mapping } from "../edit/text/write-yaml.ts";
import { nounOf } from "../model/document.ts";
import type { GroupSet, Model } from "../model/model.ts";
import { isWithin } from "../model/model-queries.ts";
import { unknown } from "../model/unknown-name.ts";

/** The kinds of which a document can be begun with a few words. */
export const newKinds = ["flag", "release", "privilege", "groups"] as const;
export type NewKind = (typeof newKinds)[number];

/** The keys that a new document has beside its name: as the options say, or as there is only one choice; or which option is missing. */
export function newKeys(context: EditContext, kind: NewKind): Mapping | string {
  const { description } = context.input;
  const strange = strangeOption(context.input, kind);
  if (strange !== undefined) return strange;
  if (description === undefined)
    return 'a description is missing: what changes for whom, such as `--description "Customers see …"`';
  const owner = ownerOf(context);
  if (typeof owner === "string") return owner;
  const own = ownKeys[kind](context);
  return typeof own === "string" ? own : { description, ...owner, ...own };
}

const ownKeys: Readonly<Record<NewKind, (context: EditContext) => Mapping | string>> = {
  flag: flagKeys,
  release: releaseKeys,
  privilege: scopeOf,
  groups: groupsKeys,
};

/** The options that say something of a document of each kind, beside those of every kind. */
const optionsOf = {
  flag: ["scope", "global", "expires", "permanent", "default", "variants", "values"],
  release: ["by", "groups", "serving"],
  privilege: ["scope"],
  groups: ["scope", "groups", "told", "default"],
} as const satisfies Record<NewKind, readonly (keyof Input)[]>;

/** An option that was given and says nothing of this kind, in a sentence. */
function strangeOption(input: Input, kind: NewKind): string | undefined {
  const has = (each: NewKind, option: keyof Input): boolean => optionsOf[each].some((own) => own === option);
  const strange = newKinds
    .flatMap((each) => optionsOf[each])
    .find((each) => input[each] !== undefined && !has(kind, each));
  if (strange === undefined) return undefined;
  const others = newKinds.filter((each) => has(each, strange)).map((each) => `\`new ${each}\``);
  return `\`--${strange}\` is not an option for a ${nounOf(kind)}; it is for ${others.join(" and ")}`;
}

function ownerOf({ input, model }: EditContext): Mapping | string {
  const { owners } = model.config;
  if (input.owner !== undefined && owners?.includes(input.owner) === false)
    return unknown("owner", input.owner, owners);
  const owner = input.owner ?? (owners?.length === 1 ? owners[0] : undefined);
  if (owner !== undefined) return { owner };
  return `the owner is missing: \`--owner ${owners === undefined ? "<team>" : owners.join("|")}\``;
}

/** The one scope of a document: as given, or the only one. */
function scopeOf({ input, model }: EditContext): { readonly scope: string } | string {
  const names = [...model.config.scopes.keys()];
  const scope = input.scope ?? (names.length === 1 ? names[0] : undefined);
  if (scope === undefined) return `the scope is missing: \`--scope ${names.join("|")}\``;
  return names.includes(scope) ? { scope } : unknown("scope", scope, names);
}

/** The scopes of a flag, from broad to narrow. */
function scopesOf(context: EditContext): Mapping | string {
  const { input, model } = context;
  if (input.global) return input.scope === undefined ? {} : "`--global` and `--scope` cannot be used together";
  const given = listOf(input.scope);
  if (given.length < 2) {
    const one = scopeOf(context);
    return typeof one === "string" && input.scope === undefined ? `${one}, or \`--global\`` : one;
  }
  const wrong = given.find((scope) => !model.config.scopes.has(scope));
  if (wrong !== undefined) return unknown("scope", wrong, model.config.scopes.keys());
  return {
    scope: given.toSorted((a, b) => (isWithin(model.config, b, a) ? -1 : isWithin(model.config, a, b) ? 1 : 0)),
  };
}

function flagKeys(context: EditContext): Mapping | string {
  const { expires, permanent } = context.input;
  const scopes = scopesOf(context);
  if (typeof scopes === "string") return scopes;
  if (expires !== undefined && permanent !== undefined) return "`--expires` and `--permanent` cannot be used together";
  if (expires === undefined && permanent === undefined)
    return 'the last day is missing: `--expires 2027-03-31`, or `--permanent "why it has no last day"`';
  const values = context.input.values === undefined ? undefined : readValues(context.input.values);
  if (typeof values === "string") return values;
  if (values !== undefined && context.input.variants !== undefined)
    return "`--values` names the variants, so `--variants` is not needed";
  const variants = values === undefined ? listOf(context.input.variants) : Object.keys(values);
  const value = defaultOf(context.input, variants);
  if (value === undefined)
    return variants.length > 0
      ? unknown("variant", context.input.default ?? "", variants)
      : `the default of a flag without variants is true or false, not \`${context.input.default}\``;
  return {
    ...scopes,
    ...(variants.length > 0 ? { variants: values ?? variants } : {}),
    expires,
    permanent,
    default: value,
  };
}

/** What everyone gets at first: as given, or no, or the first variant. */
function defaultOf({ default: given }: Input, variants: readonly string[]): boolean | string | undefined {
  if (variants.length > 0) return given === undefined || variants.includes(given) ? (given ?? variants[0]) : undefined;
  return given === undefined || given === "false" ? false : given === "true" ? true : undefined;
}

function releaseKeys({ input, model }: EditContext): Mapping | string {
  const { serving: version } = input;
  const fitting = [...model.sets.values()].filter(({ exclusive, default: rest }) => exclusive && rest !== undefined);
  const set = input.by === undefined && fitting.length === 1 ? fitting[0] : model.sets.get(input.by ?? "");
  if (set === undefined) return faultOfSet(model, input.by, fitting);
  if (version === undefined) return "the first version is missing: `--serving <version>`";
  const names = [...set.groups.keys()];
  const stages = input.groups === undefined ? names : listOf(input.groups);
  const wrong = stages.find((stage) => !names.includes(stage));
  if (wrong !== undefined) return unknown("group", wrong, names);
  return { by: set.name, stages: stages.map((group) => ({ group, version })) };
}

function faultOfSet({ sets }: Model, given: string | undefined, fitting: readonly GroupSet[]): string {
  if (given !== undefined) return unknown("group set", given, sets.keys());
  return fitting.length === 0
    ? "a release needs an exclusive group set with a default; create one with `new groups … --default …`"
    : `the group set is missing: \`--by ${fitting.map(({ name }) => name).join("|")}\``;
}

function groupsKeys(context: EditContext): Mapping | string {
  const { groups, told, default: rest } = context.input;
  const scope = scopeOf(context);
  if (typeof scope === "string") return scope;
  if (groups !== undefined && told !== undefined) return "`--groups` and `--told` cannot be used together";
  if (told !== undefined) return { ...scope, default: rest, told: listOf(told) };
  if (groups === undefined && rest !== undefined) return "a default group needs other groups: `--groups canary,vip`";
  const members = groups === undefined ? [] : Object.fromEntries(listOf(groups).map((name) => [name, []]));
  return { ...scope, default: rest, members };
}

/** The words of an option that takes several. */
function listOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(",").flatMap((word) => word.trim() || []);
}
