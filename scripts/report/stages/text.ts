import { whereWords } from "../../effect/where-words.ts";
import type { Pin, ReleaseStatus, StageStatus } from "../../history/stage-status.ts";
import type { Where } from "../../model/space/box.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { count } from "../../model/text/words.ts";
import { formatDate, formatDuration, formatEnd, formatInstant, type Instant } from "../../model/time.ts";

/** What the text about stages depends on besides them. */
interface StagesTextOptions {
  readonly now: Instant;
  /** The scope of the ids that the group set lists. */
  readonly scope: string;
  /** Whether there is a history that says since when. */
  readonly hasPast: boolean;
  /** The branch or commit whose line is read, as people call it. */
  readonly line: string;
  /** The command that fetches the missing history. */
  readonly remedy: string;
  readonly colour: boolean;
}

/** At most this many pins are shown; of more, the number is given. */
const mostPins = 10;

/** What the stages of one environment serve, a line for each, with what may come next below it. */
export function stagesText({ stages, others, pinned, blocked }: ReleaseStatus, options: StagesTextOptions): string {
  const strong = (text: string): string => (options.colour ? `\x1b[1m${text}\x1b[0m` : text);
  const groups = Math.max(...stages.map(({ group }) => escapeControls(group).length));
  const versions = Math.max(...stages.map(({ version }) => escapeControls(version).length));
  const lines = stages.flatMap((stage) => {
    const [group, version] = [
      escapeControls(stage.group).padEnd(groups),
      escapeControls(stage.version).padEnd(versions),
    ];
    const said = [sinceOf(stage, options), whoOf(stage, options.scope)].filter((part) => part !== "").join("; ");
    return [`${strong(`${group}  ${version}`)}  ${said}`, ...nextOf(stage, options).map((line) => `  ${line}`)];
  });
  const more = pinned.length > mostPins ? [`  and ${pinned.length - mostPins} more`] : [];
  return [
    ...lines,
    ...(others.length === 0 ? [] : [`without a stage, same as the default: ${others.map(escapeControls).join(", ")}`]),
    ...(pinned.length === 0 ? [] : [`pinned: ${count(pinned.length, "customer")}`]),
    ...pinned.slice(0, mostPins).map((pin) => `  ${pinOf(pin, options.now)}`),
    ...more,
    ...blocked.map(({ version, reason }) => `blocked: ${escapeControls(version)}: ${escapeControls(reason)}`),
  ]
    .map((line) => `  ${line}\n`)
    .join("");
}

function sinceOf({ since, isAtLeast }: StageStatus, { now, hasPast, line }: StagesTextOptions): string {
  if (!hasPast) return "";
  if (since === undefined) return `not yet on ${escapeControls(line)}`;
  return `${isAtLeast ? "at least " : ""}${formatDuration(now - since)}, since ${formatDate(since)}`;
}

function whoOf({ customers, patterns, conditions, percent, shares, isDefault }: StageStatus, scope: string): string {
  const everyone = (where: Where): string => `everyone${whereWords(where, escapeControls)}`;
  const listed = [
    ...(customers === 0 ? [] : [count(customers, escapeControls(scope))]),
    ...(patterns === 0 ? [] : [count(patterns, "pattern")]),
    ...conditions.map(everyone),
    ...shares.map((share) => `${share.percent} % of ${everyone(share.where)}`),
    ...(percent === 0 ? [] : [`${percent} % of everyone else`]),
    ...(isDefault ? ["everyone else"] : []),
  ];
  return listed.length === 0 ? "nobody" : listed.join(", ");
}

/** Whether a stage may take what the stage before it serves, and when. */
function nextOf({ next }: StageStatus, { now, line, remedy }: StagesTextOptions): readonly string[] {
  if (next === undefined) return [];
  const [version, from] = [escapeControls(next.version), escapeControls(next.from)];
  const what = `take ${version} of ${from}`;
  const { ready } = next;
  if (ready === undefined) return [`${from} serves ${version}`];
  switch (ready.state) {
    case "ready":
      return [`may ${what} now`];
    case "blocked":
      return [`cannot ${what}, which is blocked: ${escapeControls(ready.reason)}`];
    case "soaking":
      return [`may ${what} in ${formatDuration(ready.from - now)}, from ${formatInstant(ready.from)}`];
    case "stopped":
      return [`cannot ${what}: it was there for ${formatDuration(ready.run.until - ready.run.from)}, and left`];
    case "never":
      return [`cannot ${what}: it is not yet on ${escapeControls(line)}`];
    case "unknown":
      return [`whether it may ${what} is not known: \`${remedy}\``];
  }
}

function pinOf({ scope, id, version, from, until }: Pin, now: Instant): string {
  const start = from > now ? ` from ${formatDate(from)}` : "";
  const end = until === Infinity ? ", without end" : ` until ${formatEnd(until)}`;
  return `${escapeControls(scope)} ${escapeControls(id)} on ${escapeControls(version)}${start}${end}`;
}
