import { isProven, readinessBehind } from "../../history/soak.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { fromOf, idSpan, untilOf } from "../../model/entries.ts";
import type { Release, Stage } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import { count } from "../../model/text/words.ts";
import { type Breach, type Change, type EnvironmentPair, releasePairs } from "./change.ts";

/** A customer who is pinned to a version that has not reached the customer's stage. */
interface Pinned {
  readonly customer: string;
  readonly version: string;
  readonly span: Span;
  /** Whether the change brings the version to the customer. */
  readonly isNew: boolean;
}

/** Pins are for few: a great many of them would bypass the stages. Codes: `gate/wide-effect`. */
export function* pinnedWidely(change: Change): Generator<Breach> {
  const { maxPinned } = change.policy;
  for (const pair of releasePairs(change)) {
    const pinned = [...pinnedPast(change, pair)];
    const [first] = pinned.filter(({ isNew }) => isNew);
    const customers = new Set(pinned.map(({ customer }) => customer)).size;
    if (first === undefined || customers <= maxPinned) continue;
    const who = count(customers, "customer");
    const message = `pins take ${who} past the stages of \`${pair.head.name}\`, more than ${maxPinned}${pair.where}`;
    yield diagnostic("gate/wide-effect", first.span, message, {
      hint: `promote \`${first.version}\` stage by stage; pins are for few customers`,
    });
  }
}

type ReleasePair = EnvironmentPair & { readonly base: Release; readonly head: Release };

function* pinnedPast(change: Change, pair: ReleasePair): Generator<Pinned> {
  const { base: revision, asOf } = change;
  const { base, head, before } = pair;
  const { environment } = before;
  const held = new Set([...base.stages, ...head.stages].map(({ version }) => version));
  const hasCome = arrivalCheck(change, pair);
  for (const { scope, value, entries } of head.listed) {
    const version = `${value}`;
    for (const [index, id] of entries.ids.entries()) {
      if (untilOf(entries, index) <= asOf) continue;
      const at = Math.max(asOf, fromOf(entries, index));
      const question = { environment, at, context: { [scope]: id } };
      const [group] = revision.groups(base.by, question);
      if (hasCome(stageOf(pair, group), version, held.has(version))) continue;
      const isNew = revision.answer("release", base.name, question) !== version;
      yield { customer: `${scope} ${id}`, version, span: idSpan(entries, index), isNew };
    }
  }
}

/**
 * Whether a version may be served at a stage: it was there or at a later one, or has held the stage before for its
 * soak.
 */
function arrivalCheck({ now, history }: Change, { base, environment }: ReleasePair) {
  const known = new Map<string, boolean>();
  return (stage: Stage | undefined, version: string, isHeld: boolean): boolean => {
    const key = JSON.stringify([stage?.group, version]);
    const found = known.get(key) ?? find(stage, version, isHeld);
    known.set(key, found);
    return found;
  };

  function find(stage: Stage | undefined, version: string, isHeld: boolean): boolean {
    if (stage === undefined) return isHeld;
    const past = history(base.name);
    const tried = { version, environment, now };
    if (isProven(past, stage.group, tried)) return true;
    const previous = base.stages[base.stages.indexOf(stage) - 1];
    return isHeld && (previous === undefined || readinessBehind(past, previous, tried).state === "ready");
  }
}

/** The stage of the base whose version a group gets. */
function stageOf({ base, before }: ReleasePair, group: string | undefined): Stage | undefined {
  const standard = before.sets.get(base.by)?.default;
  return base.stages.find((stage) => stage.group === group) ?? base.stages.find((stage) => stage.group === standard);
}
