import type { ComponentChildren } from "preact";
import { nameSpan } from "../../../model/document.ts";
import { formatDay } from "../../../model/time.ts";
import type { NameFacts } from "../facts/name-facts.ts";
import { sourceUrl } from "../links.ts";
import type { Site } from "../site.ts";
import { Out } from "./out.tsx";
import { Day, distance, Kind, NameLink, States, Text } from "./words.tsx";

interface NameHeadProps {
  readonly site: Site;
  readonly facts: NameFacts;
  /** More rows of the table of facts: name and value. */
  readonly rows?: readonly (readonly [string, ComponentChildren])[];
}

/** What a thing is, its owner, its last day, and its place in the files. */
export function NameHead({ site, facts, rows = [] }: NameHeadProps) {
  const { thing, subject, ends: expires, isStale, lastChange } = facts;
  const { kind, name } = thing;
  const { description, owner, states } = subject;
  const span = nameSpan(thing.document);
  const { deprecated } = thing;
  const all: readonly (readonly [string, ComponentChildren])[] = [
    ["Owner", <NameLink key="owner" root="../" kind="owner" name={owner} />],
    ...rows,
    ...(expires === undefined
      ? []
      : [
          [
            kind === "privilege" ? "Frozen until" : "Last day",
            <>
              <Day key="day" at={expires} today={site.today} isEnd /> <small>{distance(site.today, expires - 1)}</small>
            </>,
          ] as const,
        ]),
    ...(lastChange === undefined
      ? []
      : [
          [
            "Last change",
            <>
              {formatDay(lastChange.at)} <small>{distance(site.today, lastChange.at)}</small>
            </>,
          ] as const,
        ]),
    [
      "Source",
      <Out key="source" href={sourceUrl(site, span)}>
        <code class="path">{site.say(span.source.path)}</code>
      </Out>,
    ],
  ];
  return (
    <header class="head">
      <p class="crumb">
        <Kind kind={kind} /> <States states={states} isStale={isStale} />
      </p>
      <h1 class="name">
        <Text>{name}</Text>
      </h1>
      <p class="lead">
        <Text>{description}</Text>
      </p>
      {deprecated === undefined ? null : (
        <p class="note warn">
          Deprecated: use <Text>{site.say(deprecated)}</Text>
        </p>
      )}
      <dl class="facts">
        {all.map(([what, value]) => (
          <div key={what} class={what === "Source" ? "broad" : undefined}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
