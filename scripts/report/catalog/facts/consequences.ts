import { decisionsOf } from "../../../model/model-queries.ts";
import type { Instant } from "../../../model/time.ts";
import { type Clause, clausesOf, inEnvironments } from "../../effect-clauses.ts";
import type { PageKind } from "../links.ts";
import type { Site } from "../site.ts";
import type { DatedEvent } from "./agenda.ts";

/** What changes for customers by itself from an instant on. */
export interface Consequence {
  readonly on: Instant;
  readonly kind: PageKind;
  readonly name: string;
  readonly owner: string;
  /** The rest of a sentence that begins with the name. */
  readonly what: string;
  readonly tone: Clause["kind"];
  /** The environments in which it happens, if not all. */
  readonly environments: readonly string[];
}

/** Up to this many customers are named if ids are shown; beyond that, they are counted. */
const mostNamed = 5;

/** What every date in the files changes for customers, in order, except moves between groups, which dates show. */
export function consequencesOf({ models, later, showsIds }: Pick<Site, "models" | "later" | "showsIds">) {
  const owners = new Map(
    models.flatMap((model) => decisionsOf(model).map(({ kind, name, owner }) => [`${kind} ${name}`, owner])),
  );
  const manner = { show: (text: string) => text, mostNamed: showsIds ? mostNamed : 0, namesContexts: showsIds };
  return later.flatMap(({ on, decisions }): readonly Consequence[] =>
    inEnvironments(clausesOf({ decisions, groups: [] }, manner)).map(({ thing, what, kind: tone, environments }) => ({
      ...thing,
      on,
      owner: owners.get(`${thing.kind} ${thing.name}`) ?? "",
      what,
      tone,
      environments:
        environments.length === models.length ? [] : environments.map((each) => each ?? models[0].environment),
    })),
  );
}

/** The dates of one thing with what they change for customers; what other things change has its own dates here. */
export function withConsequences(
  dates: readonly DatedEvent[],
  consequences: readonly Consequence[],
): readonly DatedEvent[] {
  const found = dates.map((event) => ({ ...event, effects: [] as string[] }));
  for (const { on, kind, name, owner, what, environments } of consequences) {
    const where = environments.length === 0 ? "" : ` in ${environments.join(", ")}`;
    const cause = found.find(({ at }) => at === on);
    if (cause !== undefined) cause.effects.push(`${what}${where}`);
    else found.push({ at: on, kind, name, owner, what, decides: [], tone: "start", environments, effects: [] });
  }
  return found.sort((a, b) => a.at - b.at);
}
