import type { Question } from "../compile/answers/explanation.ts";
import { didYouMean, nearestOrAll } from "../model/did-you-mean.ts";
import type { Attribute, Model } from "../model/model.ts";
import { decisionsOf, reachOf, scopesOfSet } from "../model/model-queries.ts";
import { isDate } from "../model/time.ts";
import { normalizeId } from "../runtime/tables/normalize.ts";
import { versionKey } from "../runtime/tables/version.ts";
import { customerCalled } from "./unmentioned.ts";

/** What words of the form `scope=id`, `set=group` and `attribute=value` say about a customer, or what is wrong with them. */
export function readWords(
  words: readonly string[],
  model: Model,
): Pick<Question, "context" | "groups" | "attributes"> | string {
  const context: Record<string, string> = {};
  const groups: Record<string, string> = {};
  const attributes: Record<string, unknown> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    const [name, text] = [word.slice(0, equals), word.slice(equals + 1)];
    if (equals < 1 || text === "")
      return `\`${word}\` does not have the form \`scope=id\`${customerCalled([model], word) || otherForm(model, word)}`;
    if ([context, groups, attributes].some((told) => Object.hasOwn(told, name))) return `\`${name}\` is given twice`;
    const scope = model.config.scopes.get(name);
    const set = model.sets.get(name);
    const attribute = model.attributes.get(name);
    if (scope !== undefined) {
      const id = normalizeId(text, scope.ignoreCase);
      if (scope.pattern?.test(id) === false)
        return `\`${text}\` is not an id of scope \`${name}\`: it does not match the pattern`;
      context[name] = text;
    } else if (set?.told) {
      if (!set.groups.has(text))
        return `\`${text}\` is not a group of \`${name}\`; ${nearestOrAll(text, set.groups.keys(), "its groups are")}`;
      groups[name] = text;
    } else if (attribute !== undefined) {
      const value = readAttribute(attribute, text);
      if (value === undefined) return `\`${text}\` is not a value of \`${name}\`: ${formOf(attribute)}`;
      attributes[name] = value;
    } else {
      const toldSets = [...model.sets.values()].filter((each) => each.told).map((each) => each.name);
      return `unknown scope \`${name}\`${nearest(name, [...model.config.scopes.keys(), ...toldSets, ...model.attributes.keys()])}`;
    }
  }
  return { context, groups, attributes };
}

/** What to write in place of a word that has no `=`, no scope or no id. */
function otherForm({ config }: Model, word: string): string {
  const [scope = "", id = ""] = word.split(/[:=](.*)/s);
  if (config.scopes.has(scope)) return `; write \`${scope}=${id || "acme"}\``;
  return `, such as \`${config.scopes.keys().next().value}=${word.replace(/^=/, "") || "acme"}\``;
}

/** The value that a word gives to an attribute, as a service would; undefined if it does not have its type. */
function readAttribute({ type, ignoreCase, values }: Attribute, text: string): unknown {
  switch (type) {
    case "number":
      return JSON.stringify(Number(text)) === text ? Number(text) : undefined;
    case "boolean":
      return text === "true" || text === "false" ? text === "true" : undefined;
    case "list":
      return text.split(",");
    case "version":
      return versionKey(text) === undefined ? undefined : text;
    case "date":
      return isDate(text) ? text : undefined;
    case "text":
      return values === undefined || values.includes(normalizeId(text, ignoreCase)) ? text : undefined;
  }
}

function formOf({ type, values }: Attribute): string {
  if (values !== undefined) return `the values are ${values.map((value) => `\`${value}\``).join(", ")}`;
  return type === "list" ? "write texts with commas between them" : `it is a ${type}`;
}

/** The names that are decided for a customer of the given scopes, or of their parents. */
export function namesFor(model: Model, { context }: Question): readonly string[] {
  const scopes = new Set(Object.keys(context).flatMap((scope) => reachOf(model, scope)));
  const concerns = (own: readonly string[]): boolean => own.length === 0 || own.some((scope) => scopes.has(scope));
  return [
    ...[...model.sets.values()].filter((set) => concerns(scopesOfSet(set))),
    ...decisionsOf(model).filter((decision) => concerns(decision.scopes)),
  ].map(({ name }) => name);
}

/** A suggestion that follows a sentence about a wrong name; empty if no name is near. */
export function nearest(wrong: string, names: Iterable<string>): string {
  const near = didYouMean(wrong, names);
  return near === undefined ? "" : `; ${near}`;
}
