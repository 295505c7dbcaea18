import { daysBetween, formatDay, formatLastDay, type Instant } from "../../../model/time.ts";
import { count } from "../../../model/text/words.ts";
import { visible } from "../../../model/text/escape-controls.ts";
import type { Value } from "../../../model/model.ts";
import { type PageKind, pagePath } from "../links.ts";
import type { State } from "../facts/name-facts.ts";

const kindNouns: Readonly<Record<PageKind, string>> = {
  flag: "flag",
  release: "release",
  privilege: "privilege",
  groups: "group set",
  attribute: "attribute",
  owner: "owner",
};

/** What a thing is, in a word. */
export function Kind({ kind }: { readonly kind: PageKind }) {
  return <span class="kind">{kindNouns[kind]}</span>;
}

/** A text that people wrote, whose invisible characters can be seen. */
export function Text({ children }: { readonly children: string }) {
  return <>{visible(children)}</>;
}

/** A link to the page of a thing. */
export function NameLink({ root, kind, name }: { readonly root: string; readonly kind: PageKind; readonly name: string }) {
  return (
    <a class={kind === "owner" ? "" : "name"} href={`${root}${pagePath(kind, name)}`}>
      <Text>{name}</Text>
    </a>
  );
}

const stateWords: Readonly<Record<State, string>> = {
  expired: "expired",
  expiring: "expiring",
  paused: "paused",
  stale: "at 100 %",
  deprecated: "deprecated",
  permanent: "permanent",
};

/** The states of a thing, as chips. */
export function States({ states }: { readonly states: readonly State[] }) {
  return (
    <>
      {states.map((state) => (
        <span key={state} class={`chip is-${state}`}>
          {stateWords[state]}
        </span>
      ))}
    </>
  );
}

/** How far a day is from another, in words. */
export function distance(from: Instant, to: Instant): string {
  const days = daysBetween(from, to);
  if (days === 0) return "today";
  if (days < 0) return days === -1 ? "yesterday" : `${spanOf(-days)} ago`;
  return days === 1 ? "tomorrow" : `in ${spanOf(days)}`;
}

function spanOf(days: number): string {
  if (days < 60) return count(days, "day");
  return days < 730 ? count(Math.round(days / 30.44), "month") : count(Math.round(days / 365.25), "year");
}

/** A day, with its distance. */
export function Day({ at, today, isEnd = false }: { readonly at: Instant; readonly today: Instant; readonly isEnd?: boolean }) {
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
