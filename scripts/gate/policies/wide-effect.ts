import type { Kind, Transition } from "../../effect/effect.ts";
import { whereWords } from "../../effect/where-words.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { nameSpan, nounOf } from "../../model/document.ts";
import type { Span } from "../../model/text/source.ts";
import { count } from "../../model/text/words.ts";
import type { Breach, Change } from "./change.ts";

/** Who gets another answer of one name: customers, each with the scope, and everyone else in some parts of the space. */
interface Moved {
  readonly kind: Kind;
  readonly name: string;
  readonly environment: string | undefined;
  readonly customers: readonly string[];
  /** For each part of the space in which everyone else does, its words; the empty one is the whole space. */
  readonly everyone: readonly string[];
  /** Whether whoever moves enters a stage of a release, without a soak. */
  readonly isStaged: boolean;
}

/** More parts of the space than these are counted. */
const mostParts = 3;

/** A change that gives very many customers another answer is looked at twice. */
export function* wideEffect(change: Change): Generator<Breach> {
  const moved = [...decisionsMoved(change), ...groupsMoved(change)];
  for (const { kind, name, environment, everyone, isStaged } of moved) {
    const where = environment === undefined ? "" : ` (in ${environment})`;
    const who =
      everyone.length > mostParts
        ? [`everyone in ${everyone.length} parts of what callers tell`]
        : everyone.map((words) => (words === "" ? "everyone who is not listed" : `everyone${words}`));
    for (const each of who) {
      const message = `${each} gets another answer from ${nounOf(kind)} \`${name}\`${where}`;
      const hint = isStaged
        ? "a release goes by this set, so they skip the soak; move a few of them by name"
        : "`flagstone diff` tells which";
      const finding = diagnostic("gate/wide-effect", spanOf(change, kind, name), message, { hint });
      yield isStaged ? { ...finding, severity: "error" } : finding;
    }
  }
  const here = moved.filter(({ environment }) => environment === undefined);
  const all = new Set(here.flatMap(({ customers }) => customers));
  const [widest] = here.toSorted((a, b) => b.customers.length - a.customers.length);
  const { maxMoved } = change.policy;
  if (widest === undefined || all.size <= maxMoved) return;
  const message = `this change gives ${count(all.size, "customer")} another answer; more than ${maxMoved} are many`;
  yield diagnostic("gate/wide-effect", spanOf(change, widest.kind, widest.name), message, {
    hint: "`flagstone diff` tells who they are; or roll it out in parts",
  });
}

/** A name that is new, or gone, answers nothing on one side. A version is to reach everyone, and its stages see to how. */
function decisionsMoved({ effect }: Change): readonly Moved[] {
  const decisions = effect.decisions.filter(({ kind }) => kind !== "release");
  return decisions.map(({ kind, name, environment, transitions }) => {
    // Another type of answer is told by its own policy.
    const moves = transitions.filter(({ from, to }) => from !== to && typeof from === typeof to);
    const customers = moves.flatMap((move) => customersOf(move.scope, move));
    return { kind, name, environment, customers, everyone: partsOf(moves), isStaged: false };
  });
}

function groupsMoved({ effect, before, after }: Change): readonly Moved[] {
  return effect.groups.flatMap(({ name, environment, moves }) => {
    const set = after.sets.get(name);
    if (set === undefined || before?.sets.get(name) === undefined) return [];
    const customers = moves.flatMap((move) => customersOf(set.scope, move));
    const isStaged = [before, after].some((model) =>
      [...(model?.releases.values() ?? [])].some(({ by }) => by === name),
    );
    const everyone = partsOf(moves.filter(({ from, to }) => from !== to));
    return [{ kind: "groups" as const, name, environment, customers, everyone, isStaged }];
  });
}

/** In words, the parts of the space in which all go a way whom no list names. */
function partsOf(moves: readonly Pick<Transition, "unlisted" | "where">[]): readonly string[] {
  const wide = moves.filter(({ unlisted }) => unlisted === true);
  return [...new Set(wide.map(({ where }) => whereWords(where, (text) => `\`${text}\``)))];
}

function customersOf(scope: string | null, { ids, patterns }: Pick<Transition, "ids" | "patterns">): readonly string[] {
  return [...ids.map((id) => `${scope} ${id}`), ...patterns.map((text) => `${scope} ${text} as a pattern`)];
}

function spanOf({ after }: Change, kind: Kind, name: string): Span {
  const things = { flag: after.flags, release: after.releases, privilege: after.privileges, groups: after.sets }[kind];
  const thing = things.get(name);
  return thing === undefined ? { source: after.config.document.source, start: 0, end: 0 } : nameSpan(thing.document);
}
