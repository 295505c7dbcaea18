import { modelIn } from "../../effect/revision.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import type { Flag, Value } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";
import { count } from "../../model/text/words.ts";
import type { Breach, Change } from "./change.ts";

/** The default of a flag, which most customers get, must not change unnoticed. */
export function* defaultFlipped(change: Change): Generator<Breach> {
  const reported = new Set<string>();
  for (const { environment, flags } of change.head.models)
    for (const flag of flags.values()) {
      const old = modelIn(change.base, environment)?.flags.get(flag.name)?.default;
      // Between a switch and a choice every answer differs, which another policy reports.
      if (old === undefined || old === flag.default || typeof old !== typeof flag.default) continue;
      const left = staying(change, flag, environment, old);
      const who = left === 0 ? "nobody stays" : left === 1 ? "1 customer stays" : `${count(left, "customer")} stay`;
      const what = `the default of \`${flag.name}\` changes from \`${old}\` to \`${flag.default}\`; ${who} on \`${old}\``;
      if (reported.has(what)) continue;
      reported.add(what);
      const message = environment === change.after.environment ? what : `${what} (in ${environment})`;
      yield diagnostic("gate/default-flipped", spanAt(flag, "default"), message, {
        hint: left === 0 ? ifNobodyStays(flag) : "`flagstone diff` lists them",
      });
    }
}

function ifNobodyStays({ scopes, default: value }: Flag): string {
  const all = `approve it if everyone should get \`${value}\` now`;
  if (scopes.length === 0) return all;
  return `${all}; \`rollout\` would give it to some, and \`flagstone flip\` would keep existing customers as they are`;
}

/** How many listed customers stay on the old default while everyone else moves. */
function staying({ effect, after }: Change, { name }: Flag, environment: string, old: Value): number {
  const own = environment === after.environment ? undefined : environment;
  const flag = effect.decisions.find((each) => each.kind === "flag" && each.name === name && each.environment === own);
  return (flag?.transitions ?? [])
    .filter(({ from, to }) => from === old && to === old)
    .reduce((sum, { ids }) => sum + ids.length, 0);
}
