import { readModels, readOnce } from "../compile/compile.ts";
import { isSameTree } from "../gate/compare-trees.ts";
import { whyUnknown } from "../history/base-commit.ts";
import { documentHistory } from "../history/document-history.ts";
import { type MergeTime, readMergeTimes } from "../history/merge-times.ts";
import { type ReleaseStatus, stageStatusOf } from "../history/stage-status.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { groupBy } from "../model/group-by.ts";
import type { Model } from "../model/model.ts";
import type { Repository } from "../model/repository.ts";
import { escapeControls } from "../model/text/escape-controls.ts";
import { whyMissing, whyUnreliable } from "../model/why-missing.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { releasesJson, stagesJson } from "../report/stages/json.ts";
import { stagesText } from "../report/stages/text.ts";
import { chooseModel } from "./choose-model.ts";
import { missingConfig, unreadableConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface StagesInput {
  readonly operands: readonly string[];
  readonly environment?: string;
  /** The branch or commit whose history is shown. */
  readonly base?: string;
  /** When commits were merged, as the host of the repository says. */
  readonly mergedAt?: readonly MergeTime[];
  readonly format?: string;
  readonly colour: boolean;
}

/** Shows what each stage of a release serves, since when on the line of a branch, and what may come next. */
export function stages(
  { operands, environment, base, mergedAt, format = "text", colour }: StagesInput,
  host: Host,
): Outcome {
  if (format !== "text" && format !== "json") return cannotRun(unknownName("format", format, ["text", "json"]));
  const [name] = operands;
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const read = readOnce();
  const { models } = readModels(tree, { asOf: host.today(), allowExpired: true }, read);
  if (models === undefined) return unreadableConfig();
  const [first] = models;
  const chosen = chooseModel(models, environment);
  if (typeof chosen === "string") return cannotRun(chosen);
  if (name === undefined) return listReleases(chosen, format);
  if (!first.releases.has(name)) return cannotRun(whyMissing(first, "release", name));
  const asked = environment === undefined ? models : [chosen];

  const now = host.now();
  const repository = host.openRepository(tree.root, base);
  const tip = repository?.commitOf(base ?? "HEAD");
  if (base !== undefined && repository !== undefined && tip === undefined)
    return cannotRun(whyUnknown(repository, base));
  const line = base ?? "HEAD";
  const isKnown = repository !== undefined && tip !== undefined;
  if (mergedAt !== undefined && repository === undefined)
    return cannotRun(`\`--merged-at\` needs git, but ${host.whyNoRepository(tree.root)}`);
  const times = repository === undefined ? new Map() : readMergeTimes(repository, mergedAt);
  if (typeof times === "string") return cannotRun(times);
  const options = { names: [name], now, mergedAt: times };
  const past = isKnown ? documentHistory(repository, tip, options, read)(name) : undefined;
  const found = asked.flatMap((model): ReleaseStatus[] => {
    const release = model.releases.get(name);
    return release === undefined ? [] : [stageStatusOf(model, release, past, now)];
  });
  const differs = isKnown && !isSameTree(repository.readTree(tip, tree), tree);
  const { by = "" } = first.releases.get(name) ?? {};
  if (format === "json") return { writes: [], output: stagesJson(found, { name, by, differs, past }) };

  const scope = first.sets.get(by)?.scope ?? "customer";
  const layout = { now, scope, hasPast: isKnown, line, remedy: past?.remedy ?? "", colour };
  const notes = [
    ...(isKnown ? [] : [`it is not known since when: ${whyNoLine(repository, host, tree.root)}`]),
    ...(past?.isCut
      ? [
          past.hasGaps
            ? `git does not have all of the history here: \`${past.remedy}\``
            : `the fetched history starts with one of these versions; fetch the rest: \`${past.remedy}\``,
        ]
      : []),
    ...(differs ? [`the files differ from \`${line}\`: \`flagstone diff ${line}\` shows the effect`] : []),
  ];
  const several = first.config.environments.length > 1;
  const parts = alike(found, (staging) => stagesText(staging, layout)).map(({ environments, text }) => {
    const where = several ? ` in ${environments.map(escapeControls).join(", ")}` : "";
    return `${escapeControls(name)}${where}, by ${escapeControls(by)}\n${text}`;
  });
  return { writes: [], output: parts.join("\n"), ...(notes.length === 0 ? {} : { note: notes.join("\n") }) };
}

/** The releases, a line each, with what their stages serve. */
function listReleases({ releases, unreadable }: Model, format: string): Outcome {
  const lines = [...releases.values()].map(({ name, by, stages }) => {
    const served = stages.map(({ group, version }) => `${group} ${version}`).join(", ");
    return `${escapeControls(`${name}, by ${by}: ${served}`)}\n`;
  });
  const [file] = unreadable.values();
  const notes = [
    ...(releases.size === 0 ? ["there are no releases"] : []),
    ...(file === undefined ? [] : [`not all may be there: ${whyUnreliable(file)}`]),
  ];
  const output = format === "json" ? releasesJson(releases.values()) : lines.join("");
  return { writes: [], output, ...(notes.length === 0 ? {} : { note: notes.join("\n") }) };
}

/** Groups environments that have the same text. */
function alike(found: readonly ReleaseStatus[], tell: (staging: ReleaseStatus) => string) {
  return [...groupBy(found, tell)].map(([text, own]) => ({ text, environments: own.map((each) => each.environment) }));
}

function whyNoLine(repository: Repository | undefined, host: Host, root: string): string {
  return repository === undefined ? host.whyNoRepository(root) : "there is no commit on this branch yet";
}
