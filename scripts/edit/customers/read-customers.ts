import { unknownName } from "../../model/did-you-mean.ts";
import { formats } from "../../model/formats.ts";
import { addTo } from "../../model/group-by.ts";
import type { Model, TextPattern } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { EditContext } from "../context.ts";
import type { Customer } from "../lists/customer.ts";
import { type IdsInput, type Word, wordsOf } from "./ids-from.ts";
import { knownIds } from "./known-ids.ts";
import { otherCall, separator, severalIn } from "./other-call.ts";

/** What customers are listed in. */
interface Audience {
  /** How it is called: flag `public_teams`. */
  readonly called: string;
  readonly scopes: readonly string[];
  /** Whether a word that does not begin with a scope is an id as it is, including `=`. */
  readonly isPlain?: boolean;
}

/** Customers by scope, and what there is to say about the ids that named them. */
interface Named {
  readonly byScope: ReadonlyMap<string, readonly Customer[]>;
  readonly notes: readonly string[];
}

/** Which customers a call names. */
export interface CustomersInput extends IdsInput {
  /** The scope of ids that do not name one. */
  readonly scope?: string;
  /** Tests of a condition; with one, no id needs to be named. */
  readonly where?: readonly string[];
}

/** The customers that a call names, each once, by their current ids; or what is wrong with the words. */
export function readCustomers(
  context: EditContext<CustomersInput>,
  operands: readonly string[],
  audience: Audience,
): Named | string {
  const words = wordsOf(context, operands);
  if (typeof words === "string") return words;
  const { model, input, asOf } = context;
  if (words.length === 0 && input.where !== undefined && input.idsFrom === undefined)
    return { byScope: new Map(), notes: [] };
  if (audience.scopes.length === 0)
    return `${audience.called} is the same for everyone, so it lists nobody; a condition may decide, with \`--where\``;
  if (input.scope !== undefined && !audience.scopes.includes(input.scope))
    return noScope(model, audience, input.scope, "");
  if (words.length === 0)
    return input.idsFrom === undefined
      ? `the customers are missing, such as \`${audience.scopes[0]}=acme\`; or use \`--ids-from\` or \`--where\``
      : `there is no id in ${input.idsFrom === "-" ? "standard input" : `\`${input.idsFrom}\``}`;

  const identities = identitiesOf(model, asOf);
  const byScope = new Map<string, Map<string, Customer>>();
  const faults: string[] = [];
  const notes: string[] = [];
  for (const word of words) {
    const read = readWord(model, audience, word, input.scope);
    if (typeof read === "string") {
      faults.push(`${word.place}${read}`);
      continue;
    }
    const { scope, text } = read;
    const id = normalizeId(text, ignoresCaseIn(model, scope));
    const other = otherCall(model, word);
    if (other !== undefined) {
      if (isMistake(context, word, scope, id)) {
        faults.push(`\`${ellipsis(text)}\` does not look like one id; ${other}; if it is one, use \`--ids-from\``);
        continue;
      }
      notes.push(`\`${ellipsis(text)}\` is taken as one id; ${other}`);
    }
    const today = identities.today.get(`${scope} ${id}`);
    if (today !== undefined) notes.push(`\`${id}\` is a former id of \`${today}\`, which is used instead`);
    const customers = byScope.get(scope) ?? new Map<string, Customer>();
    const formers = identities.formers.get(`${scope} ${today ?? id}`) ?? [];
    if (!customers.has(today ?? id))
      customers.set(today ?? id, { id: today ?? id, text: today ?? text.normalize("NFC"), formers });
    byScope.set(scope, customers);
  }
  const [fault, ...more] = faults;
  if (fault !== undefined) return more.length === 0 ? fault : `${fault}; and ${more.length} more`;
  return { byScope: new Map([...byScope].map(([scope, all]) => [scope, [...all.values()]])), notes };
}

/**
 * Whether a word that looks like something else is not one id after all: a line of a file is one, and so is what files
 * know or what a pattern allows.
 */
function isMistake({ models, model }: EditContext, { place }: Word, scope: string, id: string): boolean {
  if (place !== "" || model.config.scopes.get(scope)?.pattern !== undefined) return false;
  if (model.aliases.some((alias) => alias.scope === scope && alias.was === id)) return false;
  if (models.some((each) => hasPatternFor(each, scope, id))) return false;
  return !new Set(knownIds(models, scope)).has(id);
}

/** Whether a group has a pattern for an id whose separators are all in the pattern: one of `a,b-*` names no `b`. */
function hasPatternFor({ sets }: Model, scope: string, id: string): boolean {
  return [...sets.values()]
    .filter((set) => set.scope === scope)
    .flatMap(({ groups }) => [...groups.values()].flatMap(({ patterns }) => patterns))
    .some(({ prefix }) => id.startsWith(prefix) && !separator.test(id.slice(prefix.length)));
}

/** The scope and id that a word names. */
function readWord(
  model: Model,
  audience: Audience,
  given: Word,
  usual: string | undefined,
): { scope: string; text: string } | string {
  const { scopes, isPlain = false } = audience;
  const word = given.text;
  if (word === "") return `an id is empty; name a customer, such as \`${scopes[0]}=acme\``;
  const sign = word.indexOf("=");
  if (sign === 0 && !isPlain) return needsScope(model, given, scopes);
  const prefix = sign < 0 ? undefined : word.slice(0, sign);
  const isNamed = prefix !== undefined && model.config.scopes.has(prefix);
  const only = scopes.length === 1 && (isPlain || prefix === undefined) ? scopes[0] : undefined;
  const scope = isNamed ? prefix : (usual ?? only);
  if (scope === undefined) {
    if (prefix === undefined) return needsScope(model, given, scopes);
    const several = separator.test(prefix) ? severalIn(model, word) : undefined;
    return several === undefined
      ? unknownScope(model, word, prefix, scopes)
      : `\`${ellipsis(word)}\` does not look like one id; ${several}`;
  }
  const text = isNamed ? word.slice(sign + 1).trim() : word;
  if (text === "") return `\`${ellipsis(word)}\` has no id`;
  const id = normalizeId(text, ignoresCaseIn(model, scope));
  if (!scopes.includes(scope)) return noScope(model, audience, scope, id);
  if (!formats.id(text)) return `\`${ellipsis(text)}\` is not an id: it has invisible characters; type it again`;
  const pattern = model.config.scopes.get(scope)?.pattern;
  if (pattern !== undefined && !pattern.test(id))
    return `\`${ellipsis(text)}\` does not look like an id of \`${scope}\`; ${otherCall(model, given) ?? formAdvice(text, pattern)}`;
  return { scope, text };
}

/** What ids look like, or how a group names all ids that begin like this one. */
function formAdvice(text: string, pattern: TextPattern): string {
  return text.endsWith("*")
    ? `for all ids that start with this, write \`match: ${ellipsis(text)}\` in the file of a group`
    : `ids match \`${pattern.source}\``;
}

/** The message about a word that begins with what is not a scope: perhaps it is a test. */
function unknownScope({ sets, attributes }: Model, word: string, prefix: string, scopes: readonly string[]): string {
  return sets.has(prefix) || attributes.has(prefix)
    ? `\`${prefix}\` is not a scope; for a condition, write \`--where ${ellipsis(word)}\``
    : unknownName("scope", prefix, scopes);
}

function needsScope(model: Model, word: Word, scopes: readonly string[]): string {
  const calls = scopes.map((scope) => `\`${scope}=${ellipsis(word.text.replace(/^=/, ""))}\``);
  return `\`${ellipsis(word.text)}\` needs a scope; ${otherCall(model, word) ?? `write ${calls.join(" or ")}`}`;
}

/**
 * The message that customers of a scope cannot be listed there, and who may be meant: the customer to whom this one
 * belongs.
 */
function noScope(model: Model, { called, scopes }: Audience, scope: string, id: string): string {
  if (!model.config.scopes.has(scope)) return unknownName("scope", scope, scopes);
  const child = model.children.find(
    (each) => each.scope === scope && each.id === id && scopes.includes(each.parentScope),
  );
  const advice =
    child === undefined
      ? `it has ${scopes.map((each) => `\`${each}\``).join(", ")}`
      : `\`${id}\` belongs to \`${child.parentScope}=${child.parent}\``;
  return `${called} has no scope \`${scope}\`; ${advice}`;
}

/** By scope and id: the current id for each former one, and the former ones for each current one. */
function identitiesOf({ aliases }: Model, asOf: number) {
  const today = new Map<string, string>();
  const formers = new Map<string, string[]>();
  for (const { scope, id, was, until } of aliases) {
    if (until <= asOf || today.has(`${scope} ${was}`)) continue;
    today.set(`${scope} ${was}`, id);
    addTo(formers, `${scope} ${id}`, was);
  }
  return { today, formers };
}
