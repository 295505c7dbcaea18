import type { Diagnostic } from "../../model/diagnostic.ts";
import { positionOf } from "../../model/text/source.ts";
import { count } from "../../model/text/words.ts";
import { formatDay, formatInstant, formatLastDay, type Instant } from "../../model/time.ts";
import { type Detail, type Item, type Page, type Part, quoted } from "../pages/page.ts";
import { type Agenda, type AgendaEvent, dayOf, eventSections, type RedFinding } from "./agenda.ts";

/** A forecast as a page: what is red already, then each day with what happens to customers and what goes red. */
export function forecastPage(agenda: Agenda, owner: string | undefined): Page {
  const { from, before, events, red, unsaid } = agenda;
  const whose = owner === undefined ? "" : ` of ${quoted(owner)}`;
  const until = before === Infinity ? "on, for good" : `to ${formatLastDay(before)}`;
  const already = red.filter((each) => each.from <= from);
  const days = [...new Set([...events.map(({ on }) => dayOf(on)), ...red.map((each) => each.from)])]
    .filter((day) => day > from || events.some(({ on }) => dayOf(on) === day))
    .sort((a, b) => a - b);
  const isEmpty = days.length + already.length + unsaid.length === 0;
  return {
    title: `What changes by itself${whose}`,
    lead: [
      `From ${formatDay(from)} ${until}, if nobody does anything.`,
      ...(isEmpty ? ["Nothing: no customer gets anything else, and no check fails."] : totals(agenda)),
    ],
    parts: [
      ...(already.length === 0 ? [] : [{ heading: "Fails already", items: already.map(redItem) }]),
      ...days.map((day) => dayPart(day, from, agenda)),
      ...(unsaid.length === 0
        ? []
        : [
            {
              heading: "Not looked at",
              items: unsaid.map(({ kind, name, message }) => ({
                title: `${kind} ${quoted(name)}: ${message}`,
                details: [],
              })),
            },
          ]),
    ],
  };
}

function totals({ from, events, red }: Agenda): readonly string[] {
  const first = red[0]?.from;
  const since = first === undefined || first <= from ? "already" : `from ${formatDay(first)} on`;
  return [
    `${count(events.length, "change")} for customers; ${
      first === undefined ? "no check fails" : `checks fail ${since}`
    }.`,
  ];
}

function dayPart(day: Instant, from: Instant, { events, red }: Agenda): Part {
  return {
    heading: formatDay(day),
    items: [
      ...events.filter(({ on }) => dayOf(on) === day).flatMap(eventItems),
      ...red.filter((each) => each.from === day && day > from).map(redItem),
    ],
  };
}

function eventItems(event: AgendaEvent): readonly Item[] {
  const time = event.on === dayOf(event.on) ? "" : `, at ${formatInstant(event.on).slice(11)}`;
  return eventSections(event).map(({ heading, lines }) => {
    const tones = new Set(lines.map(({ tone }) => tone));
    return {
      title: `${quoted(event.owner)}: ${heading}${time}`,
      tone: tones.has("loss") ? "loss" : tones.has("gain") ? "gain" : "plain",
      details: lines.map(({ text }): Detail => ["", text]),
    };
  });
}

/** What to do about a failure; the hint of an example only says why it fails. */
function adviceOf({ code, hint }: Diagnostic): readonly Detail[] {
  if (code === "model/failed-example")
    return [
      ...(hint === undefined ? [] : [["why", hint] as Detail]),
      ["do", "remove the example with what ends, or give it an `at` before the end"],
    ];
  return hint === undefined ? [] : [["do", hint]];
}

function redItem({ owner, finding, until }: RedFinding): Item {
  const { code, message, span } = finding;
  const place = `${span.source.path}:${positionOf(span.source, span.start).line}`;
  return {
    title: `${quoted(owner)}: checks fail: ${message}`,
    tone: "loss",
    details: [
      ["where", `${quoted(place)} (${quoted(code)})`],
      ...adviceOf(finding),
      ...(until === undefined ? [] : [["until", `${formatDay(until)}, when it passes again by itself`] as Detail]),
    ],
  };
}
