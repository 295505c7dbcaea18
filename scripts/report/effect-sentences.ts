import { dividedPatterns } from "../effect/divided-patterns.ts";
import type { Cause, Change, Move, Newcomers, Party, Together, Transition } from "../effect/effect.ts";
import { whereWords } from "../effect/where-words.ts";
import type { Value } from "../model/model.ts";
import { ellipsis } from "../model/text/ellipsis.ts";
import { count, nameSome } from "../model/text/words.ts";
import { formatDate } from "../model/time.ts";
import { writeValue } from "../model/value.ts";
import { type Line, type Show, word } from "./line.ts";
import { differencesInWords } from "./value-differences.ts";

/** At most this many customers are named unless said otherwise; of more, the number is given. */
const usualNamed = 10;

/** What sentences about a decision depend on besides the transition. */
interface About {
  /** Whether it is on or off, so that customers gain or lose it. */
  readonly isSwitch: boolean;
  readonly hasSeveralScopes: boolean;
  readonly show: Show;
  /** How many customers a sentence names at most. */
  readonly mostNamed?: number | undefined;
}

/** Who changes to what; named customers before everyone else. */
export function transitionLines(transitions: readonly Transition[], about: About): readonly Line[] {
  const named = transitions.filter(isNamed);
  const scopes = new Set(named.map(({ scope }) => scope));
  const moving = [...named.filter(isMove), ...named.filter((each) => !isMove(each))];
  return [
    ...moving.map((each) => namedLine(each, dividedPatterns(each, named), about)),
    ...transitions
      .filter(({ unlisted }) => unlisted !== false)
      .map((each) => {
        const everyone = each.scope === null || !scopes.has(each.scope) ? "everyone" : "everyone else";
        const by = about.hasSeveralScopes && each.scope !== null ? ` (by ${word(each.scope, about.show)})` : "";
        const who = `${share(each.unlisted)}${everyone}${by}${whereWords(each.where, about.show)}`;
        return line(each, `${who}: ${wayOf(each, about.show)}${reasonOf(each, about.show)}`);
      }),
  ];
}

function namedLine(transition: Transition, shared: ReadonlySet<string>, about: About): Line {
  const { from, to, scope, where } = transition;
  const { show, isSwitch } = about;
  const who = customers(transition, shared, scope ?? "", about);
  const why = `${whereWords(where, show)}${reasonOf(transition, show)}`;
  if (transition.values !== undefined && from !== null && to !== null)
    return line(transition, `${wayOf(transition, show)} for ${who}${why}`);
  if (from === null) return line(transition, `${said(to, show)} for ${who}${why}`);
  if (to === null) return line(transition, `was ${said(from, show)} for ${who}${why}`);
  if (from === to) return line(transition, `stays ${said(to, show)} for ${who}${why}`);
  if (isSwitch && typeof to === "boolean") return line(transition, `${to ? "gains" : "loses"} ${who}${why}`);
  return line(transition, `${wayOf(transition, show)} for ${who}${why}`);
}

/** What customers get whom the caller calls new. */
export function newcomerLines(newcomers: readonly Newcomers[], { show }: About): readonly Line[] {
  return newcomers.map((each) => {
    const until = each.until === undefined ? "" : ` and before ${formatDate(each.until)}`;
    const created = `${word(each.scope, show)}s created since ${formatDate(each.since)}${until}`;
    const who = `${share(each.unlisted)}${created}${whereWords(each.where, show)}`;
    return line(each, `${who}: ${wayOf(each, show)}`);
  });
}

/** What contexts of several ids get, and none of their ids alone does. */
export function togetherLines(together: readonly Together[], { show, mostNamed = usualNamed }: About): readonly Line[] {
  return together.map((each) => {
    const who = each.parties
      .map((party) => partyWords(party, each.unlisted === true, show, mostNamed))
      .join(" together with ");
    return line(each, `${share(each.unlisted)}${who}${whereWords(each.where, show)}: ${wayOf(each, show)}`);
  });
}

/** Who a party is: all of its customers, or those of whom some are affected together with others. */
function partyWords(
  { scope, ids, patterns, unlisted, isEveryone }: Party,
  isAll: boolean,
  show: Show,
  most: number,
): string {
  const noun = word(scope, show);
  if (isEveryone) return isAll ? `every ${noun}` : `all ${noun}s`;
  return [
    ...(ids.length === 0 ? [] : [`${count(ids.length, noun)}: ${nameSome(ids, most, show)}`]),
    ...(patterns.length === 0
      ? []
      : [`${isAll ? `every ${noun}` : `${noun}s`} like ${nameSome(patterns, most, show)}`]),
    ...(unlisted ? [isAll ? `every ${noun} that is not listed` : `${noun}s that are not listed`] : []),
  ].join(" or ");
}

/** Who moves between the groups of a set. */
export function moveLines(
  moves: readonly Move[],
  {
    set,
    scope,
    show,
    mostNamed,
  }: { readonly set: string; readonly scope: string | null } & Pick<About, "show" | "mostNamed">,
): readonly Line[] {
  const everyone = moves.some(isNamed) ? "everyone else" : "everyone";
  const moveText = (move: Move, who: string, isEveryone: boolean): string => {
    const { from, to } = move;
    const only = (group: string): string => (group === set ? "" : `${show(group)} `);
    if (from === to) return from === null ? `stays in no group: ${who}` : `stays ${show(from)} for ${who}`;
    if (from === null && to !== null) return `${only(to)}gains ${who}`;
    if (to === null && from !== null) return `${only(from)}loses ${who}`;
    return isEveryone ? `${who}: ${wayOf(move, show)}` : `${wayOf(move, show)} for ${who}`;
  };
  return [...moves.filter(isMove), ...moves.filter((each) => !isMove(each))].flatMap((move) => {
    const where = whereWords(move.where, show);
    return [
      ...(isNamed(move)
        ? [
            moveLine(
              move,
              moveText(move, `${customers(move, new Set(), scope ?? "", { show, mostNamed })}${where}`, false),
            ),
          ]
        : []),
      ...(move.unlisted === false
        ? []
        : [moveLine(move, moveText(move, `${share(move.unlisted)}${everyone}${where}`, true))]),
    ];
  });
}

function moveLine({ from, to }: Move, text: string): Line {
  return { tone: from === null && to !== null ? "gain" : to === null && from !== null ? "loss" : "plain", text };
}

/** Customers who are named, individually or by a pattern. */
interface Named {
  readonly ids: readonly string[];
  readonly patterns: readonly string[];
}

function isNamed({ ids, patterns }: Named): boolean {
  return ids.length + patterns.length > 0;
}

/** Customers with their number, patterns separately; of many, only the first. */
function customers(
  { ids, patterns }: Named,
  shared: ReadonlySet<string>,
  scope: string,
  { show, mostNamed = usualNamed }: Pick<About, "show" | "mostNamed">,
): string {
  const [some, all] = [patterns.filter((text) => shared.has(text)), patterns.filter((text) => !shared.has(text))];
  return [
    ...(ids.length === 0 ? [] : [`${count(ids.length, word(scope, show))}: ${nameSome(ids, mostNamed, show)}`]),
    ...(all.length === 0 ? [] : [`all of ${nameSome(all, mostNamed, show)}`]),
    ...(some.length === 0 ? [] : [`some of ${nameSome(some, mostNamed, show)}`]),
  ].join("; ");
}

function share(unlisted: boolean | number): string {
  return typeof unlisted === "number" ? `${unlisted} % of ` : "";
}

function wayOf({ from, to, ...way }: Way, show: Show): string {
  const values = "values" in way ? way.values : undefined;
  if (values !== undefined && from !== null && to !== null) {
    const { from: before, to: after } = values;
    // of long values only the beginnings would be shown, which may be the same
    if (before !== undefined && after !== undefined && [before, after].some(isLong)) {
      const names = from === to ? said(to, show) : `${said(from, show)} → ${said(to, show)}`;
      return `${names} (${differencesInWords(before, after, show)})`;
    }
    return `${saidWith(from, before, show)} → ${saidWith(to, after, show)}`;
  }
  if (from === null) return said(to, show);
  if (to === null) return `was ${said(from, show)}`;
  return from === to ? `stays ${said(to, show)}` : `${said(from, show)} → ${said(to, show)}`;
}

type Way = Pick<Move, "from" | "to"> | Change;

function isLong(value: Parameters<typeof writeValue>[0]): boolean {
  return typeof value === "object" && ellipsis(writeValue(value)).endsWith("…");
}

/** An answer with the value that it stands for. */
function saidWith(answer: Value, value: NonNullable<Change["values"]>["from"], show: Show): string {
  return value === undefined ? said(answer, show) : `${said(answer, show)} = ${show(ellipsis(writeValue(value)))}`;
}

function said(value: Value | null, show: Show): string {
  return typeof value === "string" ? show(value) : `${value}`;
}

const reasons: Readonly<Record<Cause, string>> = {
  listed: "listed",
  group: "group",
  condition: "condition",
  window: "date",
  alias: "alias",
  parent: "parent",
  rollout: "rollout",
  requires: "requirements",
  expired: "expiry",
  paused: "pause",
  default: "",
};

function reasonOf({ why, group }: Transition, show: Show): string {
  const reason = reasons[why];
  if (reason === "") return "";
  if (group === undefined) return ` (${reason})`;
  return why === "group" ? ` (group ${show(group)})` : ` (${reason}, group ${show(group)})`;
}

function line({ from, to }: { readonly from: unknown; readonly to: unknown }, text: string): Line {
  if (to === true && from !== true) return { tone: "gain", text };
  if (from === true && to !== true) return { tone: "loss", text };
  return { tone: "plain", text };
}

function isMove(way: { readonly from: unknown; readonly to: unknown; readonly values?: unknown }): boolean {
  return way.from !== way.to || way.values !== undefined;
}
