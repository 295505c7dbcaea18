import type { Kind } from "../../effect/effect.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { nameSpan, nounOf } from "../../model/document.ts";
import type { Span } from "../../model/text/source.ts";
import { count } from "../../model/text/words.ts";
import type { Breach, Change } from "./change.ts";

/** Who gets another answer of one name: customers, each with the scope, and whether everyone else does. */
interface Moved {
  readonly kind: Kind;
  readonly name: string;
  readonly environment: string | undefined;
  readonly customers: readonly string[];
  readonly everyone: boolean;
}

/** A change that gives very many customers another answer is looked at twice. */
export function* wideEffect(change: Change): Generator<Breach> {
  const moved = [...decisionsMoved(change), ...groupsMoved(change)];
  for (const { kind, name, environment, everyone } of moved) {
    if (!everyone) continue;
    const where = environment === undefined ? "" : ` (in ${environment})`;
    const message = `everyone who is not listed gets another answer from ${nounOf(kind)} \`${name}\`${where}`;
    yield diagnostic("gate/wide-effect", spanOf(change, kind, name), message, { hint: "`flagstone diff` tells which" });
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
    const customers = moves.flatMap(({ scope, ids }) => ids.map((id) => `${scope} ${id}`));
    return { kind, name, environment, customers, everyone: moves.some(({ unlisted }) => unlisted === true) };
  });
}

function groupsMoved({ effect, before, after }: Change): readonly Moved[] {
  return effect.groups.flatMap(({ name, environment, moves }) => {
    const set = after.sets.get(name);
    if (set === undefined || before?.sets.get(name) === undefined) return [];
    const customers = moves.flatMap(({ ids }) => ids.map((id) => `${set.scope} ${id}`));
    return [
      { kind: "groups" as const, name, environment, customers, everyone: moves.some(({ unlisted }) => unlisted) },
    ];
  });
}

function spanOf({ after }: Change, kind: Kind, name: string): Span {
  const things = { flag: after.flags, release: after.releases, privilege: after.privileges, groups: after.sets }[kind];
  const thing = things.get(name);
  return thing === undefined ? { source: after.config.document.source, start: 0, end: 0 } : nameSpan(thing.document);
}
