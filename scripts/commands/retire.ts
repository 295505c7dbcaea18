import type { EditContext } from "../edit/context.ts";
import { refuseMissing } from "../edit/refuse-missing.ts";
import { type Answer, answersOf, type Thing } from "../edit/retire/possible-answers.ts";
import { mentionsOf } from "../edit/retire/references-to-flag.ts";
import { recordRetired } from "../edit/retire/retirement-record.ts";
import { openRevision } from "../effect/open-revision.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { nounOf } from "../model/document.ts";
import type { Attribute, Model, Value } from "../model/model.ts";
import { formatDay } from "../model/time.ts";
import { whyUnreliable } from "../model/why-missing.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EditInput, runEdit } from "./run-edit.ts";
import { schemaPath } from "./schema-path.ts";

const outcomes = ["shipped", "dropped"] as const;
const noOutcome = "`--outcome` is missing: `shipped` or `dropped`; `flagstone freeze` turns a flag into a privilege";

/** What the command reads of its call. */
interface RetireInput extends EditInput {
  readonly operands: readonly string[];
  /** What happened to it: `shipped` or `dropped`. */
  readonly outcome?: string;
  /** What everyone gets from now on, as text. */
  readonly answer?: string;
}

/** Removes a document and records its name, with the answer that code built earlier continues to get. */
export function retire(input: RetireInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const { models, draft, asOf } = context;
    const thing = thingOf(context, input.operands[0]);
    if (typeof thing === "string") return thing;
    const { kind, name, document } = thing;
    const outcome = outcomes.find((each) => each === input.outcome);
    if (outcome === undefined && input.outcome !== undefined) return unknownName("outcome", input.outcome, outcomes);
    const answer = answerOf(context, thing);
    if (outcome === undefined || typeof answer === "string")
      return (
        refuseMissing([
          ...(outcome === undefined ? [noOutcome] : []),
          ...(typeof answer === "string" ? [answer] : []),
        ]) ?? {}
      );

    const notes = [...mentionsOf(models[0], name)];
    draft.remove(document.source.path);
    const client = thing.kind === "flag" && thing.client ? true : undefined;
    const value = thing.kind === "flag" ? thing.variantValues?.get(`${answer.value}`) : undefined;
    const record = { kind, date: formatDay(asOf), outcome, answer: answer.value, value, client };
    const fault = recordRetired(draft, name, record, (path) => schemaPath(context, path, "retired"));
    if (fault !== undefined) return fault;
    if (outcome === "shipped" && answer.value === false)
      notes.push(
        `\`${name}\` is recorded as shipped, but nobody gets it: was it dropped, or is \`--answer true\` meant?`,
      );
    if (thing.kind === "privilege" && thing.frozen !== undefined)
      notes.push("the gate requires a waiver of `gate/privilege-dropped` while its list has customers");
    return { notes };
  });
}

function thingOf({ models }: EditContext, name: string | undefined): Thing | Attribute | string {
  const [model] = models;
  if (name === undefined) return "the name of a flag, release, privilege, group set or attribute is missing";
  const thing = thingIn(model, name);
  if (thing !== undefined) return model.partial.has(thing.document) ? whyUnreliable(thing.document.source.path) : thing;
  const record = model.retired.find((each) => each.name === name);
  if (record !== undefined) return `${nounOf(record.kind)} \`${name}\` is already retired (${record.outcome})`;
  const other = model.documents.find((each) => each.name === name);
  if (other?.kind === "identities" || other?.kind === "waiver")
    return `\`${name}\` is a ${nounOf(other.kind)}: nobody asks for its name, so delete its file`;
  if (other !== undefined) return whyUnreliable(other.source.path);
  const unreadable = model.unreadable.get(name);
  if (unreadable !== undefined) return whyUnreliable(unreadable);
  const { flags, releases, privileges, sets, attributes } = model;
  const all = [flags, releases, privileges, sets, attributes].flatMap((things) => [...things.keys()]);
  return unknownName("name", name, all);
}

function thingIn(model: Model, name: string): Thing | Attribute | undefined {
  const { flags, releases, privileges, sets, attributes } = model;
  return flags.get(name) ?? releases.get(name) ?? privileges.get(name) ?? sets.get(name) ?? attributes.get(name);
}

/** What everyone gets from now on: as given, or what everyone gets now. */
function answerOf(
  context: EditContext<RetireInput>,
  thing: Thing | Attribute,
): { readonly value: Value | undefined } | string {
  const { answer } = context.input;
  if (thing.kind === "attribute")
    return answer === undefined ? { value: undefined } : `\`${thing.name}\` is told, not asked for: it has no answer`;
  if (answer !== undefined) return givenAnswer(thing, answer);
  const { models, asOf } = context;
  const revision = openRevision(models);
  const found: (Answer & { readonly environment: string })[] = [];
  for (const model of models) {
    const own = thingIn(model, thing.name);
    for (const each of own === undefined || own.kind === "attribute" ? [] : answersOf(revision, model, own, asOf))
      if (!found.some(({ value }) => value === each.value)) found.push({ ...each, environment: model.environment });
  }
  const advice = "choose what everyone gets with `--answer`";
  if (thing.kind === "privilege" && found.every(({ value }) => value === false))
    return `it is not known who has \`${thing.name}\` through a plan; ${advice}, true or false`;
  const [first, second] = found;
  if (second !== undefined || first === undefined) {
    const shown = found.slice(0, 3).map(({ value, who, environment }) => {
      const where = environment === models[0].environment ? "" : ` (in ${environment})`;
      return `${value === undefined ? "nothing" : `\`${value}\``} for ${who}${where}`;
    });
    return `\`${thing.name}\` answers ${shown.join(" and ")}; ${advice}`;
  }
  if (thing.kind === "groups" && first.value !== undefined && !thing.groups.has(`${first.value}`))
    return `everyone is in several groups of \`${thing.name}\`, ${first.value}; ${advice}`;
  return { value: first.value };
}

function givenAnswer(thing: Thing, text: string): { readonly value: Value } | string {
  const { kind, name } = thing;
  const words =
    kind === "groups"
      ? [...thing.groups.keys()]
      : kind === "flag" && thing.variants !== undefined
        ? thing.variants
        : undefined;
  if (words !== undefined)
    return words.includes(text) ? { value: text } : unknownName(kind === "groups" ? "group" : "variant", text, words);
  if (kind === "release") {
    const blocked = thing.blocked.find(({ version }) => version === text);
    return blocked === undefined ? { value: text } : `version \`${text}\` of \`${name}\` is blocked: ${blocked.reason}`;
  }
  if (text !== "true" && text !== "false") return `\`${name}\` answers true or false, not \`${text}\``;
  return { value: text === "true" };
}
