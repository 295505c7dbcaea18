import type { Question } from "../compile/answers/explanation.ts";
import { compile } from "../compile/compile.ts";
import { contentOf } from "../emit/bundle.ts";
import type { Subject } from "../history/log/subject.ts";
import { idsOverTimeOf, stateCustomer } from "../history/statement/customer-statement.ts";
import { statePrivilege } from "../history/statement/privilege-statement.ts";
import type { Past } from "../history/statement/read-past.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Model } from "../model/model.ts";
import { formatDate, type Instant } from "../model/time.ts";
import { whyMissing } from "../model/why-missing.ts";
import { csvOf } from "../report/csv.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { pageHtml } from "../report/pages/html.ts";
import { pageMarkdown } from "../report/pages/markdown.ts";
import type { Page } from "../report/pages/page.ts";
import { pageText } from "../report/pages/text.ts";
import { reportOf } from "../report/report.ts";
import { customerJson } from "../report/statement/customer-json.ts";
import { customerPage } from "../report/statement/customer-page.ts";
import { customerRows } from "../report/statement/customer-rows.ts";
import type { Standing } from "../report/statement/heading.ts";
import { privilegeJson } from "../report/statement/privilege-json.ts";
import { privilegePage } from "../report/statement/privilege-page.ts";
import { privilegeRows } from "../report/statement/privilege-rows.ts";
import { open } from "../runtime/index.ts";
import { callOf } from "./call-of.ts";
import { chooseModel } from "./choose-model.ts";
import { missingConfig } from "./missing-config.ts";
import { namesFor, readWords } from "./question-words.ts";
import { readCommitted } from "./read-committed.ts";
import { unmentioned } from "./unmentioned.ts";

const formats = ["text", "markdown", "html", "json", "csv"] as const;

/** What the command reads of its call. */
interface StatementInput {
  /** `scope=id` of the customer, `set=group` and `attribute=value`. */
  readonly operands: readonly string[];
  /** The privilege to state instead of a customer. */
  readonly privilege?: string;
  /** The instant before which no commit is shown. */
  readonly since?: Instant;
  /** The instant of the statement; undefined is the beginning of today. */
  readonly asOf?: Instant;
  readonly environment?: string;
  readonly format?: string;
  readonly colour: boolean;
}

/**
 * States what one customer has and why, or who keeps a privilege, for people who do not read YAML. It covers what is
 * committed, so that the same commit and day give the same bytes.
 */
export async function statement(input: StatementInput, host: Host): Promise<Outcome> {
  const { privilege, format = "text", environment } = input;
  if (!formats.some((each) => each === format)) return cannotRun(unknownName("format", format, formats));
  const here = host.readTree();
  if (here === undefined) return missingConfig(host);
  const { tree, past, commit, note } = readCommitted(here, host);
  const asOf = input.asOf ?? host.today();
  const { models, diagnostics } = compile(tree, { asOf, allowExpired: true });
  // An example that fails on that day does not change what customers have.
  if (models === undefined || hasErrors(diagnostics.filter(({ code }) => code !== "model/failed-example")))
    return { report: reportOf(tree, diagnostics), writes: [] };
  const model = chooseModel(models, environment);
  if (typeof model === "string") return cannotRun(model);
  const own = { models, model, asOf, past, commit, environment: model === models[0] ? undefined : model.environment };
  const made = await (privilege === undefined ? ofCustomer(own, input) : ofPrivilege(own, privilege, input));
  if (typeof made === "string") return cannotRun(made);
  return { writes: [], output: write(made, format, input), ...(note === undefined ? {} : { note }) };
}

interface Own {
  readonly models: readonly [Model, ...Model[]];
  readonly model: Model;
  readonly asOf: Instant;
  readonly past: (subjects: readonly Subject[]) => Promise<Past>;
  readonly commit: Standing["commit"];
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
}

/** A statement in the form that each format needs. */
interface Made {
  readonly page: Page;
  readonly json: () => string;
  readonly rows: () => readonly (readonly string[])[];
}

function write({ page, json, rows }: Made, format: string, input: StatementInput): string {
  if (format === "json") return json();
  if (format === "csv") return csvOf(rows());
  if (format === "html") return pageHtml(page);
  return format === "markdown" ? pageMarkdown(page, sameCall(input)) : pageText(page, input.colour);
}

/** The same call with text as the format, which has no limit. */
function sameCall({ operands, privilege, since, asOf, environment }: StatementInput): string {
  return callOf("statement", operands, {
    privilege,
    since: since === undefined ? undefined : formatDate(since),
    "as-of": asOf === undefined ? undefined : formatDate(asOf),
    environment,
  });
}

/** The statement of a customer, or what is wrong with the words. */
async function ofCustomer(own: Own, { operands, since }: StatementInput): Promise<Made | string> {
  const { models, model, asOf, environment } = own;
  if (operands.length === 0)
    return "a customer is missing, such as `account=acme`; or name a privilege with `--privilege`";
  const named = operands.find((word) => model.privileges.has(word));
  if (named !== undefined) return `who keeps a privilege is stated by \`--privilege ${named}\``;
  const told = readWords(operands, model);
  if (typeof told === "string") return told;
  const scopes = [...model.config.scopes.keys()].map((each) => `\`${each}\``).join(", ");
  if (Object.keys(told.context).length === 0) return `no customer is named; the scopes are ${scopes}`;
  const question: Question = { ...told, at: asOf, environment: model.environment };
  const ids = idsOverTimeOf(model, question);
  const past = await own.past(ids.map((customer) => ({ kind: "customer", customer })));
  const state = stateCustomer({
    model,
    module: open(contentOf(models)),
    question,
    names: namesFor(model, question),
    environment,
    log: past.log,
    former: new Set(past.logs.flatMap(({ commits }, index) => (ids[index]?.isFormer ? commits : []))),
    since: since ?? -Infinity,
    nameCommit: past.nameCommit,
  });
  const standing = { asOf, environment, commit: own.commit, gaps: past.gaps };
  const unknown = unmentioned(models, told.context);
  return {
    page: customerPage(state, { standing, since, unknown }),
    json: () => customerJson(state, standing),
    rows: () => customerRows(state),
  };
}

/** The statement of a privilege, or why there is none. */
async function ofPrivilege(own: Own, name: string, { operands }: StatementInput): Promise<Made | string> {
  const { model, asOf, environment } = own;
  if (operands.length > 0) return "state a customer or a privilege, one at a time: `--privilege` takes no customer";
  const privilege = model.privileges.get(name);
  if (privilege === undefined) return whyMissing(model, "privilege", name);
  const past = await own.past([{ kind: "name", name }]);
  const state = statePrivilege(model, privilege, asOf, past.log.flat(), past.nameCommit);
  const standing = { asOf, environment, commit: own.commit, gaps: past.gaps };
  return {
    page: privilegePage(state, standing),
    json: () => privilegeJson(state, standing),
    rows: () => privilegeRows(state),
  };
}
