import type { EditContext } from "../edit/context.ts";
import { readValues } from "../edit/read-values.ts";
import type { Mapping } from "../edit/text/write-yaml.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { nounOf } from "../model/document.ts";
import { isWithin } from "../model/model-queries.ts";
import { withArticle } from "../model/text/words.ts";
import { whyMissing } from "../model/why-missing.ts";

/** The kinds of documents that `new` creates. */
export const newKinds = ["flag", "release", "privilege", "groups", "attribute"] as const;
/** One of these kinds. */
export type NewKind = (typeof newKinds)[number];

/** What the options say about a new document. */
export interface NewInput {
  readonly description?: string;
  readonly owner?: string;
  /** The scope; of a flag also several, with commas between them. */
  readonly scope?: string;
  /** Whether a flag is the same for everyone. */
  readonly global?: boolean;
  /** The last day of a flag, as a date. */
  readonly expires?: string;
  /** Why a flag has none. */
  readonly permanent?: string;
  /** What everyone else gets: a value of a flag, a group of a set. */
  readonly default?: string;
  /** The variants of a flag, with commas between them. */
  readonly variants?: string;
  /** What each variant of a flag stands for: `small=10,large=100`, or a JSON object. */
  readonly values?: string;
  /** Groups of a set, or stages of a release, with commas between them. */
  readonly groups?: string;
  /** Groups that callers tell, with commas between them. */
  readonly told?: string;
  /** The group set of a release. */
  readonly by?: string;
  /** The version of all stages of a release. */
  readonly serving?: string;
  /** The values of an attribute: a type, or all possible texts, separated by commas. */
  readonly type?: string;
  /** Whether letter case does not matter in the texts of an attribute. */
  readonly ignoreCase?: boolean;
}

/** A call, and a list of what it leaves out, so that one answer asks for all of it. */
interface Request extends EditContext<NewInput> {
  readonly missing: string[];
}

/**
 * The keys of a new document besides its name: as the options say, or the only possible choice; or what is wrong with
 * an option. What the call leaves out is added to `missing`, a sentence each, and the keys are then incomplete.
 */
export function newKeys(context: EditContext<NewInput>, kind: NewKind, missing: string[]): Mapping | string {
  const { description } = context.input;
  const strange = strangeOption(context.input, kind);
  if (strange !== undefined) return strange;
  if (description === undefined)
    missing.push(
      kind === "attribute"
        ? 'a description is missing: what it says of whom, such as `--description "The version of the app."`'
        : 'a description is missing: what changes for whom, such as `--description "Customers see …"`',
    );
  const request = { ...context, missing };
  const owner = ownerOf(request);
  if (typeof owner === "string") return owner;
  const own = ownKeys[kind](request);
  return typeof own === "string" ? own : { description, ...owner, ...own };
}

const ownKeys: Readonly<Record<NewKind, (request: Request) => Mapping | string>> = {
  flag: flagKeys,
  release: releaseKeys,
  privilege: scopeOf,
  groups: groupsKeys,
  attribute: attributeKeys,
};

/** The options that apply to each kind, besides those that apply to all. */
const optionsOf = {
  flag: ["scope", "global", "expires", "permanent", "default", "variants", "values"],
  release: ["by", "groups", "serving"],
  privilege: ["scope"],
  groups: ["scope", "groups", "told", "default"],
  attribute: ["scope", "type", "ignoreCase"],
} as const satisfies Record<NewKind, readonly (keyof NewInput)[]>;

/** The message about an option that was given and does not apply to this kind. */
function strangeOption(input: NewInput, kind: NewKind): string | undefined {
  const has = (each: NewKind, option: keyof NewInput): boolean => optionsOf[each].some((own) => own === option);
  const strange = newKinds
    .flatMap((each) => optionsOf[each])
    .find((each) => input[each] !== undefined && !has(kind, each));
  if (strange === undefined) return undefined;
  const others = newKinds.filter((each) => has(each, strange)).map((each) => `\`new ${each}\``);
  const option = strange.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `\`--${option}\` is not an option for ${withArticle(nounOf(kind))}; it is for ${others.join(" and ")}`;
}

function ownerOf({ input, model, missing }: Request): Mapping | string {
  const { owners } = model.config;
  if (input.owner !== undefined && owners?.includes(input.owner) === false)
    return unknownName("owner", input.owner, owners);
  const owner = input.owner ?? (owners?.length === 1 ? owners[0] : undefined);
  if (owner !== undefined) return { owner };
  missing.push(`the owner is missing: \`--owner ${owners === undefined ? "<team>" : owners.join("|")}\``);
  return {};
}

/** The single scope of a document: as given, or the only one. */
function scopeOf({ input, model, missing }: Request, otherwise = ""): { readonly scope?: string } | string {
  const names = [...model.config.scopes.keys()];
  const scope = input.scope ?? (names.length === 1 ? names[0] : undefined);
  if (scope === undefined) {
    missing.push(`the scope is missing: \`--scope ${names.join("|")}\`${otherwise}`);
    return {};
  }
  return names.includes(scope) ? { scope } : unknownName("scope", scope, names);
}

/** The scopes of a flag, from broad to narrow. */
function scopesOf(request: Request): Mapping | string {
  const { input, model } = request;
  if (input.global) return input.scope === undefined ? {} : "`--global` and `--scope` cannot be used together";
  const given = listOf(input.scope);
  if (given.length < 2) return scopeOf(request, ", or `--global`");
  const wrong = given.find((scope) => !model.config.scopes.has(scope));
  if (wrong !== undefined) return unknownName("scope", wrong, model.config.scopes.keys());
  return {
    scope: given.toSorted((a, b) => (isWithin(model.config, b, a) ? -1 : isWithin(model.config, a, b) ? 1 : 0)),
  };
}

function flagKeys(request: Request): Mapping | string {
  const { expires, permanent } = request.input;
  const scopes = scopesOf(request);
  if (typeof scopes === "string") return scopes;
  if (expires !== undefined && permanent !== undefined) return "`--expires` and `--permanent` cannot be used together";
  if (expires === undefined && permanent === undefined)
    request.missing.push('the last day is missing: `--expires 2027-03-31`, or `--permanent "why it has no last day"`');
  const values = request.input.values === undefined ? undefined : readValues(request.input.values);
  if (typeof values === "string") return values;
  if (values !== undefined && request.input.variants !== undefined)
    return "`--values` names the variants, so `--variants` is not needed";
  const variants = values === undefined ? listOf(request.input.variants) : Object.keys(values);
  const value = defaultOf(request.input, variants);
  if (value === undefined)
    return variants.length > 0
      ? unknownName("variant", request.input.default ?? "", variants)
      : `the default of a flag without variants is true or false, not \`${request.input.default}\``;
  return {
    ...scopes,
    ...(variants.length > 0 ? { variants: values ?? variants } : {}),
    expires,
    permanent,
    default: value,
  };
}

/** What everyone gets at first: as given, otherwise false, or the first variant. */
function defaultOf({ default: given }: NewInput, variants: readonly string[]): boolean | string | undefined {
  if (variants.length > 0) return given === undefined || variants.includes(given) ? (given ?? variants[0]) : undefined;
  return given === undefined || given === "false" ? false : given === "true" ? true : undefined;
}

function releaseKeys({ input, model, missing }: Request): Mapping | string {
  const { serving: version } = input;
  const fitting = [...model.sets.values()].filter(({ exclusive, default: rest }) => exclusive && rest !== undefined);
  const set = input.by === undefined && fitting.length === 1 ? fitting[0] : model.sets.get(input.by ?? "");
  if (version === undefined) missing.push("the first version is missing: `--serving <version>`");
  if (set === undefined) {
    if (input.by !== undefined) return whyMissing(model, "groups", input.by);
    if (fitting.length === 0)
      return "a release needs an exclusive group set with a default; create one with `new groups … --default …`";
    const names = fitting.map(({ name }) => name).join("|");
    missing.push(`the group set is missing: \`--by ${names}\``);
    return {};
  }
  const names = [...set.groups.keys()];
  const stages = input.groups === undefined ? names : listOf(input.groups);
  const wrong = stages.find((stage) => !names.includes(stage));
  if (wrong !== undefined) return unknownName("group", wrong, names);
  return { by: set.name, stages: stages.map((group) => ({ group, version })) };
}

function groupsKeys(request: Request): Mapping | string {
  const { groups, told, default: rest } = request.input;
  const scope = scopeOf(request);
  if (typeof scope === "string") return scope;
  if (groups !== undefined && told !== undefined) return "`--groups` and `--told` cannot be used together";
  if (told !== undefined) return { ...scope, default: rest, told: listOf(told) };
  if (groups === undefined && rest !== undefined) return "a default group needs other groups: `--groups canary,vip`";
  const members = groups === undefined ? [] : Object.fromEntries(listOf(groups).map((name) => [name, []]));
  return { ...scope, default: rest, members };
}

const types = ["text", "number", "version", "date", "boolean", "list"];

function attributeKeys({ input, model, missing }: Request): Mapping | string {
  const { scope, ignoreCase } = input;
  if (scope !== undefined && !model.config.scopes.has(scope))
    return `${unknownName("scope", scope, model.config.scopes.keys())}; without \`--scope\`, it is of the request`;
  const [type, ...more] = listOf(input.type);
  if (type === undefined)
    missing.push(
      `the type is missing: \`--type ${types.join("|")}\`, or all texts that there are: \`--type ios,android\``,
    );
  else if (more.length === 0 && !types.includes(type))
    return `${unknownName("type", type, types)}; a closed list has several values, such as \`--type ios,android\``;
  const isText = more.length > 0 || type === "text" || type === "list" || type === undefined;
  if (ignoreCase && !isText) return `a ${type} has no letter case, so \`--ignore-case\` does nothing`;
  return { scope, type: more.length > 0 ? [type as string, ...more] : type, ignoreCase };
}

/** The words of an option that takes several. */
function listOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(",").flatMap((word) => word.trim() || []);
}
