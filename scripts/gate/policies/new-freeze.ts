import { diagnostic } from "../../model/diagnostic.ts";
import { valueSpan } from "../../model/document.ts";
import { idSpan } from "../../model/entries.ts";
import type { Breach, Change } from "./change.ts";

/** Whoever is put into a new frozen list has its flag on the base. */
export function* newFreeze({ base, before, after, asOf }: Change): Generator<Breach> {
  for (const { name, document, frozen, listed } of after.privileges.values()) {
    const isNew = before?.privileges.get(name)?.frozen === undefined;
    if (frozen === undefined || !isNew || listed.every(({ entries }) => entries.ids.length === 0)) continue;
    const flag = before?.flags.get(frozen.flag);
    if (before === undefined || flag === undefined) {
      const message = `flag \`${frozen.flag}\` is not on the base, so nobody can be frozen from it`;
      const hint = "freeze a flag while it lives: who has it on the base may be in the list";
      yield diagnostic("gate/frozen-grew", valueSpan(document, frozen.data, "flag"), message, { hint });
      continue;
    }
    for (const { scope, entries } of listed)
      for (const [index, id] of entries.ids.entries()) {
        const question = { environment: before.environment, at: asOf, context: { [scope]: id } };
        const answer = base.answer("flag", flag.name, question);
        if (answer === true || (typeof answer === "string" && answer !== flag.default)) continue;
        const message = `\`${id}\` does not have flag \`${flag.name}\` on the base`;
        const hint = "take it out: only who had the flag keeps what it gave";
        yield diagnostic("gate/frozen-grew", idSpan(entries, index), message, { hint });
      }
  }
}
