import { referenceOf } from "../../runtime/declare/declare-set.ts";
import type { Bundle, BundleFlag, BundleGroupSet, BundleRetired } from "../../runtime/shapes/bundle.ts";
import { answerOf, type Decision, decisionOf, variantOf } from "./decision.ts";
import { type Draft, ruleOf, startDraft } from "./draft.ts";
import type { FlagdDocument, FlagdFlag } from "./flag-format.ts";
import { contextAt, type Logic, when } from "./logic.ts";
import { shareRules } from "./shared-rules.ts";
import { unsayableNames, unsayableValues } from "./unsayable.ts";

/** Something that is asked by its name, of any kind. */
interface Question {
  readonly decision: Decision;
  /** The value that each variant stands for. */
  readonly variants: ReadonlyMap<string, unknown>;
  readonly metadata?: FlagdFlag["metadata"];
  /** The privilege that the customer's plan may grant, according to the context. */
  readonly granted?: string;
}

/** A bundle's first environment for flagd; from `maxMembers` members on, the context says who is in a group. */
export function flagdDocument(bundle: Bundle, maxMembers: number): FlagdDocument {
  const draft = startDraft(bundle, maxMembers);
  const questions = questionsOf(bundle);
  const flags: Record<string, FlagdFlag> = Object.create(null);
  const leftOut = new Map<string, readonly string[]>();
  for (const name of [...questions.keys()].sort()) {
    const question = questions.get(name) as Question;
    const { logic, unsayable } = ruleOf(draft, () => targetingOf(draft, question));
    const { variants } = question;
    const reasons = [...unsayable, ...unsayableNames([...variants.keys()]), ...unsayableValues([...variants.values()])];
    if (reasons.length > 0) leftOut.set(name, reasons);
    else flags[name] = flagOf(question, logic);
  }
  return { ...shareRules(flags, draft.groups), leftOut };
}

function targetingOf(draft: Draft, { decision, granted }: Question): Logic {
  const answer = answerOf(draft, decision, null);
  return granted === undefined ? answer : when({ in: [granted, contextAt("privileges")] }, variantOf(true), answer);
}

/** A rule with the same answer for everyone is left out. */
function flagOf({ decision, variants, metadata }: Question, logic: Logic): FlagdFlag {
  const isSame = typeof logic === "string" || logic === null;
  return {
    state: "ENABLED",
    variants: recordOf(variants),
    defaultVariant: typeof logic === "string" ? logic : variantOf(decision.default),
    ...(isSame ? {} : { targeting: logic }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Everything that can be asked; existing things take precedence over retired ones. */
function questionsOf({ flags, releases, privileges, groups, retired }: Bundle): ReadonlyMap<string, Question> {
  const questions = new Map<string, Question>();
  for (const kind of ["release", "flag", "privilege"] as const)
    for (const record of retired) if (record.kind === kind) addRetired(questions, record);
  for (const [name, { scope, frozen, sunset, owner }] of Object.entries(privileges)) {
    const listed = [{ value: true, scope, entries: frozen }];
    const decision = { scopes: [scope], default: false, listed, grouped: [], expires: sunset };
    questions.set(name, { decision, variants: switchValues, metadata: { owner }, granted: name });
  }
  for (const [name, { by, stages, pinned, properties, owner }] of Object.entries(releases)) {
    const { scope = "", default: standard } = groups[by] as BundleGroupSet;
    const version = stages.find(({ group }) => group === standard)?.version ?? "";
    const grouped = stages
      .filter(({ group }) => group !== standard)
      .map((stage) => ({ group: referenceOf(by, stage.group), value: stage.version }));
    const versions = new Set([version, ...[...grouped, ...pinned].map(({ value }) => `${value}`)]);
    const variants = new Map([...versions].sort().map((each) => [each, each]));
    const decision = { scopes: [scope], default: version, listed: pinned, grouped };
    questions.set(name, { decision, variants, metadata: { owner, ...properties } });
  }
  for (const [name, flag] of Object.entries(flags)) {
    const { owner, expires } = flag;
    const metadata = { owner, ...(expires === undefined ? {} : { expires }) };
    questions.set(name, { decision: decisionOf(flag), variants: variantsOf(flag), metadata });
  }
  return questions;
}

const switchValues: ReadonlyMap<string, unknown> = new Map([
  ["on", true],
  ["off", false],
]);

function variantsOf({ variants, values }: BundleFlag): ReadonlyMap<string, unknown> {
  if (variants === undefined) return switchValues;
  return new Map(variants.map((variant, index) => [variant, values === undefined ? variant : values[index]]));
}

/** A retired name answers what it was retired with, as long as code asks for it. */
function addRetired(questions: Map<string, Question>, { kind, name, answer, value }: BundleRetired): void {
  const own = kind === "privilege" ? (answer ?? false) : answer;
  if (own === undefined) return;
  const decision = { scopes: [], default: own, listed: [], grouped: [] };
  const variants = typeof own === "boolean" ? switchValues : new Map([[own, value ?? own]]);
  questions.set(name, { decision, variants });
}

/** A record without a prototype, so that `__proto__` is a name like any other. */
function recordOf(entries: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const record: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}
