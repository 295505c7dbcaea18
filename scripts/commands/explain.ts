import { explainable, explainName } from "../compile/answers/explain-answer.ts";
import type { Answer, Question } from "../compile/answers/explanation.ts";
import { compile } from "../compile/compile.ts";
import { contentOf } from "../emit/bundle.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { positionOf } from "../model/text/source.ts";
import { formatInstant, type Instant } from "../model/time.ts";
import { writeValue } from "../model/value.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { open } from "../runtime/index.ts";
import { chooseModel } from "./choose-model.ts";
import { explainJson } from "./explain-json.ts";
import { missingConfig } from "./missing-config.ts";
import { namesFor, nearest, readWords } from "./question-words.ts";
import { customerCalled, unmentioned } from "./unmentioned.ts";

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
  if (format !== "text" && format !== "json") return cannotRun(unknownName("format", format, ["text", "json"]));
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models, diagnostics } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (models === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };
  const model = chooseModel(models, environment);
  if (typeof model === "string") return cannotRun(model);

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
    return cannotRun(
      `unknown name \`${name}\`${customerCalled(models, name) || nearest(name, explainable(model)) || "; `flagstone list` shows all names"}`,
    );
  const [note] = unmentioned(models, told.context);
  return {
    writes: [],
    output: format === "json" ? explainJson(answers, question) : answers.map(describe).join(""),
    ...(note === undefined ? {} : { note }),
  };
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
