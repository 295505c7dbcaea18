import type { Value } from "../../../model/model.ts";
import type { SubjectState } from "../../../model/query/subject.ts";
import { visible } from "../../../model/text/escape-controls.ts";
import { count } from "../../../model/text/words.ts";
import { dayLength, formatDay, formatLastDay, type Instant } from "../../../model/time.ts";
import { type PageKind, pagePath } from "../links.ts";

const kindNouns: Readonly<Record<PageKind, string>> = {
  flag: "flag",
  release: "release",
  privilege: "privilege",
  groups: "group set",
  attribute: "attribute",
  owner: "owner",
};

/** The kind of a thing, in a word. */
export function Kind({ kind }: { readonly kind: PageKind }) {
  return <span class="kind">{kindNouns[kind]}</span>;
}

/** A text that people wrote, with invisible characters made visible. */
export function Text({ children }: { readonly children: string }) {
  return <>{visible(children)}</>;
}

/** A link to the page of a thing. */
export function NameLink({
  root,
  kind,
  name,
}: {
  readonly root: string;
  readonly kind: PageKind;
  readonly name: string;
}) {
  return (
    <a class={kind === "owner" ? "" : "name"} href={`${root}${pagePath(kind, name)}`}>
      <Text>{name}</Text>
    </a>
  );
}

/** States that people should see at once, the urgent ones first; other states are shown elsewhere on a page. */
const shownStates = [
  "expired",
  "expiring",
  "paused",
  "deprecated",
  "on",
  "off",
  "mixed",
  "permanent",
  "frozen",
  "client",
] as const satisfies readonly SubjectState[];

/** The states of a thing, as chips. */
export function States({
  states,
  isStale = false,
}: {
  readonly states: readonly SubjectState[];
  readonly isStale?: boolean;
}) {
  return (
    <span class="chips">
      {shownStates
        .filter((state) => states.includes(state))
        .map((state) => (
          <span key={state} class={`chip is-${state}`}>
            {state}
          </span>
        ))}
      {isStale ? <span class="chip is-stale">at 100 %</span> : null}
    </span>
  );
}

/** The distance between two days, in words. */
export function distance(from: Instant, to: Instant): string {
  const days = Math.floor(to / dayLength) - Math.floor(from / dayLength);
  if (days === 0) return "today";
  if (days < 0) return days === -1 ? "yesterday" : `${spanOf(-days)} ago`;
  return days === 1 ? "tomorrow" : `in ${spanOf(days)}`;
}

function spanOf(days: number): string {
  if (days < 60) return count(days, "day");
  return days < 730 ? count(Math.round(days / 30.44), "month") : count(Math.round(days / 365.25), "year");
}

/** A day, with its distance. */
export function Day({
  at,
  today,
  isEnd = false,
}: {
  readonly at: Instant;
  readonly today: Instant;
  readonly isEnd?: boolean;
}) {
  const day = isEnd ? formatLastDay(at) : formatDay(at);
  return (
    <time datetime={day} title={distance(today, isEnd ? at - 1 : at)}>
      {day}
    </time>
  );
}

/** The class that gives a value its colour: the switch on or off, or a variant by its place. */
export function toneOf(value: Value, values: readonly Value[]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return `v${Math.max(0, values.indexOf(value)) % 6}`;
}

/** A value as a pill. */
export function ValuePill({ value, values }: { readonly value: Value; readonly values: readonly Value[] }) {
  return (
    <span class={`pill ${toneOf(value, values)}`}>
      <Text>{`${value}`}</Text>
    </span>
  );
}
