import { compile } from "../compile/compile.ts";
import type { Kind } from "../effect/effect.ts";
import { forecastOf } from "../effect/forecast.ts";
import { openRevision } from "../effect/open-revision.ts";
import { redDays } from "../gate/red-days.ts";
import type { Host } from "../host/host.ts";
import { type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { ownerOf } from "../model/handle.ts";
import type { Model } from "../model/model.ts";
import { decisionsOf, namedThings } from "../model/model-queries.ts";
import { compareText } from "../model/text/words.ts";
import { dayLength, endOf, formatDate, formatLastDay, type Instant } from "../model/time.ts";
import { type Agenda, eventsOf } from "../report/forecast/agenda.ts";
import { forecastIcs } from "../report/forecast/ics.ts";
import { forecastJson } from "../report/forecast/json.ts";
import { forecastPage } from "../report/forecast/page.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { pageMarkdown } from "../report/pages/markdown.ts";
import { pageText } from "../report/pages/text.ts";
import { reportOf } from "../report/report.ts";
import { callOf } from "./call-of.ts";
import { daysAhead } from "./days-ahead.ts";
import { missingConfig } from "./missing-config.ts";
import { packageName } from "./package-name.ts";

const formats = ["text", "markdown", "json", "ics"] as const;

/** What the command reads of its call. */
interface ForecastInput {
  /** The last day, or `none` for all days. */
  readonly until?: string;
  readonly days?: number;
  readonly owner?: string;
  /** The instant at which the forecast begins; undefined is the beginning of today. */
  readonly asOf?: Instant;
  readonly format?: string;
  readonly colour: boolean;
}

/** Shows what changes by itself: for customers as effects, and in CI as checks that fail, by day and owner. */
export function forecast({ until, days, owner, asOf, format = "text", colour }: ForecastInput, host: Host): Outcome {
  if (!formats.some((each) => each === format)) return cannotRun(unknownName("format", format, formats));
  if (until !== undefined && days !== undefined) return cannotRun("give `--until` or `--days`, not both");
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const from = asOf ?? host.today();
  const before =
    until === "none" ? Infinity : until === undefined ? from + (days ?? daysAhead) * dayLength : endOf(until);
  if (before <= from) return cannotRun("`--until` is in the past; it names the last day to look at");
  const { models, diagnostics } = compile(tree, { asOf: from, allowExpired: true });
  // Errors that come only from the day are part of the forecast.
  if (models === undefined || hasErrors(diagnostics.filter(({ code }) => code !== "model/failed-example")))
    return { report: reportOf(tree, diagnostics), writes: [] };
  const owners = ownersIn(models);
  if (owner !== undefined && !owners.includes(owner)) return cannotRun(unknownName("owner", owner, owners));

  const isOwn = (each: { readonly owner: string }): boolean => owner === undefined || each.owner === owner;
  const { later, unsaid } = forecastOf(openRevision(models), from, before);
  const red = redDays(tree, models, from, before).map((each) => ({
    ...each,
    owner: ownerOfFinding(models, each.finding),
  }));
  const agenda: Agenda = {
    from,
    before,
    owners: owner === undefined ? owners : [owner],
    events: eventsOf(later, ownerFinder(models)).filter(isOwn),
    red: red.filter(isOwn),
    unsaid,
  };
  if (format === "json") return { writes: [], output: forecastJson(agenda) };
  if (format === "ics") return { writes: [], output: forecastIcs(agenda, packageName(tree) ?? "", owner) };
  const page = forecastPage(agenda, owner);
  if (format === "text") return { writes: [], output: pageText(page, colour) };
  const call = callOf("forecast", [], {
    until: before === Infinity ? "none" : formatLastDay(before),
    owner,
    "as-of": asOf === undefined ? undefined : formatDate(asOf),
  });
  return { writes: [], output: pageMarkdown(page, call) };
}

/** Everyone who owns something, or may. */
function ownersIn(models: readonly [Model, ...Model[]]): readonly string[] {
  const named = models.flatMap((model) => namedThings(model).map(({ owner }) => owner));
  return [...new Set([...(models[0].config.owners ?? []), ...named])].sort(compareText);
}

function ownerFinder(models: readonly Model[]): (kind: Kind, name: string) => string {
  const owners = new Map<string, string>();
  for (const model of models)
    for (const { kind, name, owner } of [...decisionsOf(model), ...model.sets.values()])
      owners.set(`${kind} ${name}`, owner);
  return (kind, name) => owners.get(`${kind} ${name}`) ?? "";
}

/** The owner of the document that a finding is in; the config has none. */
function ownerOfFinding(models: readonly [Model, ...Model[]], { span }: Diagnostic): string {
  const document = models[0].documents.find(({ source }) => source.path === span.source.path);
  return (document && ownerOf(document)) ?? "";
}
