import { explainable, explainName } from "../compile/answers/explain-answer.ts";
import type { Answer, Question } from "../compile/answers/explanation.ts";
import { compile } from "../compile/compile.ts";
import { contentOf } from "../emit/bundle.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { Attribute, Model } from "../model/model.ts";
import { decisionsOf, reachOf, scopesOfSet } from "../model/model-queries.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { positionOf } from "../model/text/source.ts";
import { formatInstant, type Instant, isDate } from "../model/time.ts";
import { writeValue } from "../model/value.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { open } from "../runtime/index.ts";
import { normalizeId } from "../runtime/tables/normalize.ts";
import { versionKey } from "../runtime/tables/version.ts";
import { explainJson } from "./explain-json.ts";
import { missingConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface ExplainInput {
  /** The name, and `scope=id` of each customer, `set=group` and `attribute=value`. */
  readonly operands: readonly string[];
  /** The instant to answer for; undefined is now. */
  readonly at?: Instant | undefined;
  readonly environment?: string;
  /** "text" or "json"; undefined is text. */
  readonly format?: string;
}

/**
 * Shows what a name answers for one customer, or without a name everything that the customer has, and the places that
 * decide it.
 */
export function explain({ operands, at, environment, format = "text" }: ExplainInput, host: Host): Outcome {
  if (format !== "text" && format !== "json") return cannotRun(`unknown format \`${format}\`; there are text, json`);
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models, diagnostics } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (models === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };
  const model = models.find((each) => each.environment === (environment ?? models[0].environment));
  if (model === undefined)
    return cannotRun(
      `unknown environment \`${environment}\`${nearest(environment ?? "", models[0].config.environments)}`,
    );

  const [name, words] = operands[0]?.includes("=") ? [undefined, operands] : [operands[0], operands.slice(1)];
  if (name === undefined && words.length === 0)
    return cannotRun("a name or a customer is missing, such as `account=acme`");
  const told = readWords(words, model);
  if (typeof told === "string") return cannotRun(told);
  const question: Question = { ...told, at: at ?? host.now(), environment: model.environment };
  const module = open(contentOf(models));
  const names = name === undefined ? namesFor(model, question) : [name];
  const answers = names.flatMap((each) => explainName(model, module, each, question) ?? []);
  if (name !== undefined && answers.length === 0)
    return cannotRun(`unknown name \`${name}\`${nearest(name, explainable(model))}`);
  return { writes: [], output: format === "json" ? explainJson(answers, question) : answers.map(describe).join("") };
}

/** What words of the form `scope=id`, `set=group` and `attribute=value` say about a customer, or what is wrong with them. */
function readWords(
  words: readonly string[],
  model: Model,
): Pick<Question, "context" | "groups" | "attributes"> | string {
  const context: Record<string, string> = {};
  const groups: Record<string, string> = {};
  const attributes: Record<string, unknown> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    const [name, text] = [word.slice(0, equals), word.slice(equals + 1)];
    if (equals < 1 || text === "") return `\`${word}\` does not have the form \`scope=id\``;
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
      if (!set.groups.has(text)) return `\`${text}\` is not a group of \`${name}\`${nearest(text, set.groups.keys())}`;
      groups[name] = text;
    } else if (attribute !== undefined) {
      const value = readAttribute(attribute, text);
      if (value === undefined) return `\`${text}\` is no value of \`${name}\`: ${formOf(attribute)}`;
      attributes[name] = value;
    } else {
      const toldSets = [...model.sets.values()].filter((each) => each.told).map((each) => each.name);
      return `unknown scope \`${name}\`${nearest(name, [...model.config.scopes.keys(), ...toldSets, ...model.attributes.keys()])}`;
    }
  }
  return { context, groups, attributes };
}

/** What a word tells about an attribute, as a service would; undefined if it is not a value of its type. */
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
function namesFor(model: Model, { context }: Question): readonly string[] {
  const scopes = new Set(Object.keys(context).flatMap((scope) => reachOf(model, scope)));
  const concerns = (own: readonly string[]): boolean => own.length === 0 || own.some((scope) => scopes.has(scope));
  return [
    ...[...model.sets.values()].filter((set) => concerns(scopesOfSet(set))),
    ...[...decisionsOf(model)].filter((decision) => concerns(decision.scopes)),
  ].map(({ name }) => name);
}

function nearest(wrong: string, names: Iterable<string>): string {
  const near = didYouMean(wrong, names);
  return near === undefined ? "" : `; ${near}`;
}

function describe({ kind, name, value, content, rule, untold = [], until, places }: Answer): string {
  const lines = places.map(({ message, span }) => {
    const { line, column } = positionOf(span.source, span.start);
    return `  ${message} at ${span.source.path}:${line}:${column}`;
  });
  if (lines.length === 0) lines.push(`  decided by ${rule}`);
  if (untold.length > 0) lines.push(`  untold: ${untold.join(", ")}`);
  if (until !== undefined) lines.push(`  until ${formatInstant(until.getTime())}`);
  const answer = typeof value === "object" ? value.join(", ") : value;
  const said = content === undefined ? answer : `${answer} = ${writeValue(content)}`;
  const noun = kind === "groups" ? "group" : kind;
  return [`${noun} ${name}: ${said === undefined || said === "" ? "none" : said}`, ...lines]
    .map((line) => `${escapeControls(line)}\n`)
    .join("");
}
