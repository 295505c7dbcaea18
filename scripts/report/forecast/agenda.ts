import type { Kind, ScheduledEffect, Unsaid } from "../../effect/effect.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { compareText } from "../../model/text/words.ts";
import { dayLength, type Instant } from "../../model/time.ts";
import { scheduledSections } from "../effect-sections.ts";
import type { Line } from "../line.ts";
import { quoted } from "../pages/page.ts";

/** What happens by itself in some days, and who owns it. */
export interface Agenda {
  readonly from: Instant;
  /** The first instant after the last day. */
  readonly before: Instant;
  /** Everyone whose names were looked at, in order. */
  readonly owners: readonly string[];
  readonly events: readonly AgendaEvent[];
  readonly red: readonly RedFinding[];
  readonly unsaid: readonly Unsaid[];
}

/** What one name does to customers at an instant. */
export interface AgendaEvent {
  readonly on: Instant;
  readonly owner: string;
  readonly kind: Kind;
  readonly name: string;
  /** The part of the effect that is about the name, in all environments. */
  readonly effect: ScheduledEffect;
}

/** What stops CI from a day on. */
export interface RedFinding {
  readonly from: Instant;
  readonly until: Instant | undefined;
  readonly owner: string;
  readonly finding: Diagnostic;
}

/** The parts of scheduled effects, each about one name, in the order of time, owner and name. */
export function eventsOf(
  later: readonly ScheduledEffect[],
  ownerOf: (kind: Kind, name: string) => string,
): readonly AgendaEvent[] {
  return later.flatMap(({ on, decisions, groups }) => {
    const named = new Map<string, Pick<AgendaEvent, "kind" | "name">>();
    for (const { kind, name } of decisions) named.set(`${kind} ${name}`, { kind, name });
    for (const { name } of groups) named.set(`groups ${name}`, { kind: "groups", name });
    return [...named.values()]
      .map(({ kind, name }): AgendaEvent => {
        const effect = {
          on,
          decisions: decisions.filter((each) => each.kind === kind && each.name === name),
          groups: kind === "groups" ? groups.filter((each) => each.name === name) : [],
        };
        return { on, owner: ownerOf(kind, name), kind, name, effect };
      })
      .sort((a, b) => compareText(`${a.owner} ${a.kind} ${a.name}`, `${b.owner} ${b.kind} ${b.name}`));
  });
}

/** An event in sentences, for each set of environments in which it is the same. */
export function eventSections({
  effect,
}: AgendaEvent): readonly { readonly heading: string; readonly lines: readonly Line[] }[] {
  return scheduledSections(effect, { show: quoted });
}

/** The first instant of the day of an instant. */
export function dayOf(at: Instant): Instant {
  return Math.floor(at / dayLength) * dayLength;
}
