import { groupBy } from "../../model/group-by.ts";
import { digestOfId } from "../../model/seal.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { dayLength, formatInstant, type Instant } from "../../model/time.ts";
import { type Agenda, dayOf, eventSections, type RedFinding } from "./agenda.ts";

/** The octets that a line of a calendar may have. */
const widest = 75;

interface CalendarEvent {
  /** What makes it the same event in a later forecast. */
  readonly identity: string;
  readonly on: Instant;
  readonly owner: string;
  readonly summary: string;
  readonly lines: readonly string[];
}

/**
 * A forecast as a calendar by RFC 5545, to be subscribed to: an event keeps its UID from one forecast to the next. The
 * instance is what tells events of several calendars apart.
 */
export function forecastIcs(agenda: Agenda, instance: string, owner: string | undefined): string {
  const events = [...agenda.events.flatMap(customerEvents), ...redEvents(agenda.red)];
  const name = `What changes by itself${owner === undefined ? "" : ` (${owner})`}`;
  const stamp = timeOf(agenda.from);
  const lines = [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//flagstone//forecast//EN", "CALSCALE:GREGORIAN"],
    ...[`NAME:${escapeText(name)}`, `X-WR-CALNAME:${escapeText(name)}`, "REFRESH-INTERVAL;VALUE=DURATION:P1D"],
    ...events.flatMap(({ identity, on, owner: whose, summary, lines }) => [
      "BEGIN:VEVENT",
      `UID:${digestOfId(JSON.stringify([instance, identity])).slice(0, 32)}@flagstone`,
      `DTSTAMP:${stamp}`,
      ...(on === dayOf(on)
        ? [`DTSTART;VALUE=DATE:${dayText(on)}`, `DTEND;VALUE=DATE:${dayText(on + dayLength)}`]
        : [`DTSTART:${timeOf(on)}`]),
      `SUMMARY:${escapeText(summary)}`,
      `DESCRIPTION:${escapeText(lines.join("\n"))}`,
      `CATEGORIES:${escapeText(whose)}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function customerEvents(event: Agenda["events"][number]): readonly CalendarEvent[] {
  const { on, owner, kind, name } = event;
  return eventSections(event).map(({ heading, lines }, index) => {
    const said = lines.map(({ text }) => plain(text));
    const more = said.length > 1 ? ` and ${said.length - 1} more` : "";
    return {
      identity: `${kind} ${name} ${on} ${index}`,
      on,
      owner,
      summary: `${plain(heading)}: ${said[0] ?? ""}${more}`,
      lines: said,
    };
  });
}

/** What goes red on a day, as one event for each owner. */
function redEvents(red: readonly RedFinding[]): readonly CalendarEvent[] {
  const groups = groupBy(red, ({ from, owner }) => `red ${from} ${owner}`);
  return [...groups].flatMap(([identity, findings]) => {
    const [first] = findings;
    if (first === undefined) return [];
    const lines = findings.map(({ finding }) => {
      const hint = finding.hint === undefined ? "" : ` (${finding.hint})`;
      return plain(`${finding.message}${hint}`);
    });
    const more = findings.length > 1 ? ` and ${findings.length - 1} more` : "";
    const summary = `checks fail: ${plain(first.finding.message)}${more}`;
    return [{ identity, on: first.from, owner: first.owner, summary, lines }];
  });
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}

function escapeText(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeControls(line).replace(/[\\;,]/g, (character) => `\\${character}`))
    .join("\\n");
}

/** A line in pieces of at most 75 octets, none of which divides a character. */
function fold(line: string): string {
  let text = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > widest) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

/** An instant as `20261129T140000Z`; seconds are as fine as a calendar is. */
function timeOf(at: Instant): string {
  return `${formatInstant(at).slice(0, 19).replace(/[-:]/g, "")}Z`;
}

function dayText(at: Instant): string {
  return timeOf(at).slice(0, 8);
}
