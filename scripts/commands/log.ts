import { explainable } from "../compile/answers/explain-answer.ts";
import { readModels } from "../compile/compile.ts";
import { isSameTree } from "../gate/compare-trees.ts";
import { readLog } from "../history/log/index.ts";
import { type Subject, subjectOf } from "../history/log/subject.ts";
import type { Log } from "../history/logged-change.ts";
import { type MergeTime, readMergeTimes } from "../history/merge-times.ts";
import type { Host } from "../host/host.ts";
import { meant, unknownName } from "../model/did-you-mean.ts";
import { remedyOf } from "../model/git-remedy.ts";
import type { Model } from "../model/model.ts";
import { ignoresCaseIn } from "../model/model-queries.ts";
import type { LineCommit, Repository } from "../model/repository.ts";
import { count } from "../model/text/words.ts";
import { formatDate, type Instant } from "../model/time.ts";
import { nameOf } from "../model/tree.ts";
import { logJson } from "../report/log/json.ts";
import { logText } from "../report/log/text.ts";
import { shortId } from "../report/logged-lines.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { suggest } from "../runtime/declare/suggest.ts";
import { missingConfig } from "./missing-config.ts";
import { customerCalled } from "./unmentioned.ts";

/** This many commits are shown by default. */
const usualLimit = 20;

/** Without a name, at most this many lines are shown for one commit. */
const mostLines = 12;

/** What the command reads of its call. */
interface LogInput {
  readonly operands: readonly string[];
  /** How many commits to show at most. */
  readonly limit?: number;
  /** The instant before which nothing is shown. */
  readonly since?: Instant;
  /** When commits were merged, as the host of the repository says. */
  readonly mergedAt?: readonly MergeTime[];
  readonly format?: string;
  readonly colour: boolean;
}

/** Shows who changed what, when and in which commit, as effects: of everything, of a name, or of one customer. */
export async function log(
  { operands, limit = usualLimit, since, mergedAt, format = "text", colour }: LogInput,
  host: Host,
): Promise<Outcome> {
  if (format !== "text" && format !== "json") return cannotRun(unknownName("format", format, ["text", "json"]));
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const repository = host.openRepository(tree.root);
  if (repository === undefined) return cannotRun(`\`log\` needs git, but ${host.whyNoRepository(tree.root)}`);
  const tip = repository.commitOf("HEAD");
  if (tip === undefined) return cannotRun("there is no commit on this branch yet, so there is nothing to show");

  const committed = repository.readTree(tip, tree);
  const options = { asOf: host.today(), allowExpired: true };
  const models = readModels(tree, options).models ?? readModels(committed, options).models;
  const model = models?.[0];
  const [word] = operands;
  const line = repository.line(tip);
  const times = readMergeTimes(repository, mergedAt);
  if (typeof times === "string") return cannotRun(times);
  const subject = word === undefined ? undefined : readSubject(word, model);
  if (typeof subject === "string") return cannotRun(subject);
  const names = [
    ...(model === undefined ? [] : [...explainable(model), ...model.waivers.keys(), ...model.identities.keys()]),
    ...namesOf(line.commits),
  ];
  const isKnown = subject === undefined || subject.kind === "customer" || names.includes(subject.name);
  if (!isKnown && model?.config.scopes.has(subject.name))
    return cannotRun(`\`${subject.name}\` is a scope; name a customer, such as \`${subject.name}=acme\``);
  if (!isKnown && !(subject.kind === "group" && names.includes(subject.set)))
    return cannotRun(unknownSubject(subject.name, names, models));

  const found = await readLog(repository, committed, line, {
    now: host.now(),
    since: since ?? -Infinity,
    limit,
    subject,
    mergedAt: times,
  });
  if (!isKnown && found.commits.length + found.older === 0)
    return cannotRun(unknownSubject(subject.name, names, models));
  const differs = !isSameTree(committed, tree);
  const failed = found.isIncomplete;
  if (format === "json") return { writes: [], output: logJson(found, differs), failed };
  const most = subject === undefined ? mostLines : Infinity;
  const lines = [...endOf(found, { since, word, repository }), ...(differs ? [uncommitted] : [])];
  return {
    writes: [],
    output: logText(found, { colour, mostLines: most }),
    failed,
    ...(lines.length === 0 ? {} : { note: lines.join("\n") }),
  };
}

const uncommitted = "there are uncommitted changes: `flagstone diff HEAD` shows their effect";

/** The subject that a word names, or what is wrong with it. */
function readSubject(word: string, model: Model | undefined): Subject | string {
  const scopes = [...(model?.config.scopes.keys() ?? [])];
  const [scope = "", id] = word.split(/=(.*)/s);
  if (id !== undefined && model !== undefined && !scopes.includes(scope)) return unknown(scope, scopes, "scope");
  if (id === "") return `\`${word}\` does not have the form \`scope=id\``;
  return subjectOf(word, (each) => model !== undefined && ignoresCaseIn(model, each));
}

/** The names that files of a line ever had. */
function namesOf(line: readonly LineCommit[]): readonly string[] {
  return [...new Set(line.flatMap(({ changes }) => changes.map(({ path }) => nameOf(path))))];
}

/** The message about a subject that is not a name; perhaps it is a customer. */
function unknownSubject(name: string, names: readonly string[], models: readonly [Model, ...Model[]] | undefined) {
  const customer = models === undefined ? "" : customerCalled(models, name);
  return customer === "" ? unknown(name, names) : `unknown name \`${name}\`${customer}`;
}

function unknown(name: string, names: readonly string[], what = "name"): string {
  const near = names.find((each) => each.endsWith(`/${name}`)) ?? suggest(name, names);
  return `unknown ${what} \`${name}\`${near === undefined ? "; no commit here contained it" : `; ${meant(near)}`}`;
}

/** What to say about where the log ends. */
function endOf(
  { commits, older, cut, isIncomplete }: Log,
  asked: { readonly since: number | undefined; readonly word: string | undefined; readonly repository: Repository },
): readonly string[] {
  const { since, word, repository } = asked;
  const about = word === undefined ? "" : ` about \`${word}\``;
  const after = since === undefined ? "" : ` since ${formatDate(since)}`;
  return [
    ...(commits.length === 0 ? [`no commit here changed anything${about}${after}`] : []),
    ...(older === 0 ? [] : [`${count(older, "older commit")} not shown: use \`--limit all\``]),
    ...(cut === undefined
      ? []
      : [`the fetched history starts with ${shortId(cut.id)}; fetch the rest: \`${remedyOf(repository)}\``]),
    ...(isIncomplete
      ? [`git does not have the full history, so commits are missing here: \`${remedyOf(repository)}\``]
      : []),
  ];
}
