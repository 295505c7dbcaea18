import type { Question } from "../compile/answers/explanation.ts";
import { compile } from "../compile/compile.ts";
import { contentOf } from "../emit/bundle.ts";
import { idsOverTimeOf, stateCustomer } from "../history/statement/customer-statement.ts";
import { statePrivilege } from "../history/statement/privilege-statement.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Instant } from "../model/time.ts";
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
import { privilegeJson } from "../report/statement/privilege-json.ts";
import { privilegePage } from "../report/statement/privilege-page.ts";
import { privilegeRows } from "../report/statement/privilege-rows.ts";
import { open } from "../runtime/index.ts";
import { missingConfig } from "./missing-config.ts";
import { namesFor, readWords } from "./question-words.ts";
import { readPast, type Stated } from "./statement-past.ts";

const formats = ["text", "markdown", "html", "json", "csv"] as const;

/** What the command reads of its call. */
interface StatementInput {
  /** `scope=id` of the customer, `set=group` and `attribute=value`. */
  readonly operands: readonly string[];
  /** The privilege to state instead of a customer. */
  readonly privilege?: string;
  /** The instant before which no commit is shown. */
  readonly since?: Instant;
  /** The instant that the statement is of; undefined is the beginning of today. */
  readonly asOf?: Instant;
  readonly environment?: string;
  readonly format?: string;
  readonly colour: boolean;
}

/** States what one customer has and why, or who keeps a privilege: for people who do not read YAML. */
export function statement(input: StatementInput, host: Host): Outcome {
  const { operands, privilege, format = "text", environment } = input;
  if (!formats.some((each) => each === format))
    return cannotRun(`unknown format \`${format}\`; there are ${formats.join(", ")}`);
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const asOf = input.asOf ?? host.today();
  const { models, diagnostics } = compile(tree, { asOf, allowExpired: true });
  if (models === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };
  const model = models.find((each) => each.environment === (environment ?? models[0].environment));
  if (model === undefined)
    return cannotRun(unknownName("environment", environment ?? "", models[0].config.environments));
  const own = { host, tree, model, asOf, environment: model === models[0] ? undefined : model.environment };
  if (privilege !== undefined && operands.length > 0)
    return cannotRun("state a customer or a privilege, one at a time: `--privilege` takes no customer");
  if (privilege !== undefined) return ofPrivilege(own, privilege, input);
  if (operands.length === 0)
    return cannotRun("a customer is missing, such as `account=acme`; or name a privilege with `--privilege`");
  const named = operands.find((word) => model.privileges.has(word));
  if (named !== undefined) return cannotRun(`who keeps a privilege is stated by \`--privilege ${named}\``);
  const told = readWords(operands, model);
  if (typeof told === "string") return cannotRun(told);
  if (Object.keys(told.context).length === 0)
    return cannotRun(
      `no customer is named; the scopes are ${[...model.config.scopes.keys()].map((each) => `\`${each}\``).join(", ")}`,
    );
  return ofCustomer(
    { ...own, module: open(contentOf(models)) },
    { ...told, at: asOf, environment: model.environment },
    input,
  );
}

function ofCustomer(
  own: Stated & { readonly module: ReturnType<typeof open> },
  question: Question,
  { since, format, colour }: StatementInput,
): Outcome {
  const { model, environment, module } = own;
  const customers = idsOverTimeOf(model, question);
  const past = readPast(
    own,
    customers.map((customer) => ({ kind: "customer", customer })),
  );
  const state = stateCustomer({
    model,
    module,
    question,
    names: namesFor(model, question),
    environment,
    log: past.log,
    since: since ?? -Infinity,
    nameCommit: past.nameCommit,
  });
  if (format === "json") return { writes: [], output: customerJson(state, past.standing) };
  if (format === "csv") return { writes: [], output: csvOf(customerRows(state)) };
  return write(customerPage(state, past.standing, since), format, colour);
}

function ofPrivilege(own: Stated, name: string, { format, colour }: StatementInput): Outcome {
  const { model, asOf } = own;
  const privilege = model.privileges.get(name);
  if (privilege === undefined) return cannotRun(whyMissing(model, "privilege", name));
  const past = readPast(own, [{ kind: "name", name }]);
  const state = statePrivilege(model, privilege, asOf, past.log.flat(), past.nameCommit);
  if (format === "json") return { writes: [], output: privilegeJson(state, past.standing) };
  if (format === "csv") return { writes: [], output: csvOf(privilegeRows(state)) };
  return write(privilegePage(state, past.standing), format, colour);
}

function write(page: Page, format: string | undefined, colour: boolean): Outcome {
  if (format === "html") return { writes: [], output: pageHtml(page) };
  return { writes: [], output: format === "markdown" ? pageMarkdown(page) : pageText(page, colour) };
}
