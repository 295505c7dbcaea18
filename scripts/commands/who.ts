import { explainable } from "../compile/answers/explain-answer.ts";
import { compile } from "../compile/compile.ts";
import { customersOf, findAsked, type Who } from "../effect/customers-of.ts";
import { contentOf } from "../emit/bundle.ts";
import type { Host } from "../host/host.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { didYouMean, unknownName } from "../model/did-you-mean.ts";
import { nounOf } from "../model/document.ts";
import type { Flag, Model } from "../model/model.ts";
import { count } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { reportOf } from "../report/report.ts";
import { whoCsv } from "../report/who/csv.ts";
import { whoJson } from "../report/who/json.ts";
import { whoText } from "../report/who/text.ts";
import { open } from "../runtime/index.ts";
import { chooseModel } from "./choose-model.ts";
import { missingConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface WhoInput {
  /** The name. */
  readonly operands: readonly string[];
  readonly at?: Instant | undefined;
  readonly environment?: string;
  /** "text", "json" or "csv"; undefined is text. */
  readonly format?: string;
  readonly colour: boolean;
}

/** Shows every customer of a flag, release, stage, group or frozen list, with what each gets and when. */
export function who({ operands, at, environment, format = "text", colour }: WhoInput, host: Host): Outcome {
  if (!["text", "json", "csv"].includes(format))
    return cannotRun(unknownName("format", format, ["text", "json", "csv"]));
  const [name, ...more] = operands;
  if (name === undefined)
    return cannotRun("the name is missing, such as a flag, a group like `ring/vip`, or a release");
  if (more.length > 0)
    return cannotRun(`\`who\` takes one name; for what one customer gets, use \`flagstone explain\``);
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const { models, diagnostics } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (models === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };
  const model = chooseModel(models, environment);
  if (typeof model === "string") return cannotRun(model);
  const asked = findAsked(model, name);
  if (asked === undefined) return cannotRun(whyNobody(model, name));

  const now = at ?? host.now();
  const all = [...customersOf(model, open(contentOf(models)), asked, now)];
  const notes = [...remarksOn(model, name, now), tally(all)].join("\n");
  const { kind } = asked;
  const where = models.length > 1 ? ` in ${model.environment}` : "";
  const report = { name, kind, environment: model.environment, at: now };
  const output =
    format === "json"
      ? whoJson(report, all)
      : format === "csv"
        ? whoCsv(all)
        : whoText(
            `${name.includes("/") ? (kind === "groups" ? "group" : "stage") : nounOf(kind)} ${name}${where}`,
            all,
            colour,
          );
  return { writes: [], output, note: notes };
}

function whyNobody(model: Model, name: string): string {
  const record = model.retired.find((each) => each.name === name);
  if (record !== undefined)
    return `${nounOf(record.kind)} \`${name}\` is retired (${record.outcome}): everyone gets the same`;
  if (model.attributes.has(name)) return `\`${name}\` is an attribute, which nobody is listed under`;
  const stages = [...model.releases.values()].flatMap(({ name: release, stages }) =>
    stages.map(({ group }) => `${release}/${group.replace(/.*\//, "")}`),
  );
  const near = didYouMean(name, [...explainable(model), ...stages]);
  return `unknown name \`${name}\`${near === undefined ? "; `flagstone list` shows all" : `; ${near}`}`;
}

/** What takes precedence over all entries. */
function remarksOn(model: Model, name: string, now: Instant): readonly string[] {
  const flag: Flag | undefined = model.flags.get(name);
  if (flag === undefined) return [];
  const needs = flag.requires.map((each) => `\`${each.name}\``);
  const conditions = flag.requiredConditions.length > 0 ? ["a condition"] : [];
  const required = [...needs, ...conditions].join(", ");
  return [
    ...(flag.paused === undefined ? [] : [`it is paused: everyone gets \`${flag.default}\``]),
    ...(flag.expires !== undefined && flag.expires.at <= now && !flag.keep
      ? [`it has expired: everyone gets \`${flag.default}\``]
      : []),
    ...(required === "" ? [] : [`it requires ${required}: without, everyone gets \`${flag.unmet}\``]),
  ];
}

function tally(all: readonly Who[]): string {
  const ids = new Set<string>();
  let patterns = 0;
  for (const each of all)
    if (each.what === "customer") ids.add(`${each.scope} ${each.id}`);
    else if (each.what === "pattern") patterns++;
  const customers = count(ids.size, "customer");
  return patterns === 0 ? customers : `${customers}, ${count(patterns, "pattern")}`;
}
