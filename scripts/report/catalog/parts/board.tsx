import type { ReleaseStatus, StageStatus } from "../../../history/stage-status.ts";
import { count } from "../../../model/text/words.ts";
import { formatDuration, formatInstant, type Instant } from "../../../model/time.ts";
import type { Site } from "../site.ts";
import { NameLink, Text } from "./words.tsx";

interface BoardProps {
  readonly site: Site;
  readonly status: ReleaseStatus;
  readonly set: string;
  readonly scope: string;
}

/** The stages of a release side by side: what each serves, for how long it must, and what may come next. */
export function Board({ site, status, set, scope }: BoardProps) {
  return (
    <ol class="board">
      {status.stages.map((stage, index) => (
        <li key={stage.group} class="stage">
          <header>
            <span class="step-number">{index + 1}</span>
            <NameLink root="../" kind="groups" name={set} />
            <b>/{stage.group}</b>
          </header>
          <p class="version">
            <Text>{stage.version}</Text>
          </p>
          <p class="since">{sinceOf(stage)}</p>
          <Soak stage={stage} present={site.present} />
          <p class="whom">{whomOf(stage, scope)}</p>
          <Next stage={stage} isFirst={index === 0} />
        </li>
      ))}
    </ol>
  );
}

function sinceOf({ since, isAtLeast }: StageStatus) {
  if (since === undefined) return "since when is not known";
  return (
    <>
      {isAtLeast ? "at least since " : "since "}
      <time datetime={formatInstant(since)}>{minute(since)}</time>
    </>
  );
}

/** How far a version has soaked; the script of the page advances the bar. */
function Soak({ stage, present }: { readonly stage: StageStatus; readonly present: Instant }) {
  const { soak, since } = stage;
  if (soak === 0) return <p class="soak none">no soak time</p>;
  if (since === undefined) return <p class="soak none">soak time {formatDuration(soak)}</p>;
  const done = Math.min(1, Math.max(0, (present - since) / soak));
  return (
    <div class="soak" data-from={since} data-until={since + soak}>
      <div class={`soak-bar${done >= 1 ? " full" : ""}`} aria-hidden="true">
        <i style={`width:${Math.round(done * 1000) / 10}%`} />
      </div>
      <p>
        <span data-soak>
          {done >= 1 ? `soaked for ${formatDuration(soak)}` : `soaks until ${minute(since + soak)}`}
        </span>
      </p>
    </div>
  );
}

function whomOf({ customers, patterns, percent, isDefault }: StageStatus, scope: string): string {
  const listed = [
    ...(customers > 0 ? [count(customers, scope)] : []),
    ...(patterns > 0 ? [count(patterns, "pattern")] : []),
    ...(percent > 0 ? [`${percent} %`] : []),
  ];
  if (isDefault) return ["everyone else", ...listed].join(" and ");
  return listed.length === 0 ? "nobody is listed" : listed.join(" and ");
}

function Next({ stage, isFirst }: { readonly stage: StageStatus; readonly isFirst: boolean }) {
  const { next } = stage;
  if (next === undefined)
    return <p class="next none">{isFirst ? "new versions come here first" : "as the stage before"}</p>;
  const { ready, version, from } = next;
  const said = ((): readonly [tone: string, words: string] => {
    switch (ready?.state) {
      case "ready":
        return ["yes", `may come from ${from}`];
      case "soaking":
        return ["wait", `may come from ${from} on ${minute(ready.from)}`];
      case "stopped":
        return ["no", `left ${from} before it had soaked`];
      case "never":
        return ["no", `has not been in ${from}`];
      case "blocked":
        return ["no", "is blocked"];
      default:
        return ["no", "is not known to have soaked"];
    }
  })();
  return (
    <p class={`next ${said[0]}`}>
      <b>
        <Text>{version}</Text>
      </b>{" "}
      <span data-ready={ready?.state === "soaking" ? ready.from : undefined} data-from={from}>
        <Text>{said[1]}</Text>
      </span>
    </p>
  );
}

/** An instant to the minute, in UTC. */
function minute(instant: Instant): string {
  return `${formatInstant(instant).slice(0, 16).replace("T", " ")} UTC`;
}
