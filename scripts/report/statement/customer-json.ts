import type { CustomerStatement, StatedAnswer } from "../../history/statement/customer-statement.ts";
import { printableJson } from "../../model/text/escape-controls.ts";
import { formatInstant } from "../../model/time.ts";
import { effectData } from "../effect-data.ts";
import { commitData } from "./commit-words.ts";
import { type Standing, standingData } from "./heading.ts";

/** The statement of a customer for programs, as schema/statement.schema.json describes it. */
export function customerJson(
  { identities, items, ended, turns, history }: CustomerStatement,
  standing: Standing,
): string {
  return printableJson({
    version: 1,
    ...standingData(standing),
    customers: identities,
    items: items.map(({ description, owner, isUsual, details, frozen, commit, changed, ...answer }) => ({
      ...answerData(answer),
      description,
      owner,
      usual: isUsual,
      frozen,
      details,
      commit: commitData(commit),
      changed: commitData(changed),
    })),
    ended: ended.map(({ isForgotten, commit, ...each }) => ({
      ...each,
      forgotten: isForgotten,
      commit: commitData(commit),
    })),
    changes: turns.map(({ on, before, after }) => ({
      on: formatInstant(on),
      before: answerData(before),
      after: answerData(after),
    })),
    history: history.map(({ commit, changes }) => ({
      commit: commitData(commit),
      changes: changes.map(({ effect, facts, merged }) => ({ effect: effectData(effect), facts, merged })),
    })),
  });
}

function answerData({ kind, name, value, content, rule, untold, until, places }: StatedAnswer): object {
  return {
    kind,
    name,
    value,
    content,
    rule,
    untold: untold.length === 0 ? undefined : untold,
    until: until === undefined ? undefined : formatInstant(until),
    places,
  };
}
