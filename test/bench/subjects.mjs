import { asked, other } from "./instances.mjs";

/** The instant for questions with one; no entry has ended by then. */
export const at = Date.parse("2026-12-01T00:00:00Z");

/** The ways in which a service asks a generated module: now, with an instant, and with a lookup that it holds. */
export function subjectsOf({ lookup }) {
  const hold = (id) => {
    const held = lookup({ account: id }, { at });
    held.isEnabled(other);
    return held;
  };
  return {
    now: { ask: (id) => lookup({ account: id }).isEnabled(asked) },
    at: { ask: (id) => lookup({ account: id }, { at }).isEnabled(asked) },
    second: { ask: (held) => held.isEnabled(asked), prepare: hold },
  };
}

/** The lower limits for anything that keeps ids in JavaScript. */
export function limitsOf(ids, lastInstantOf) {
  const set = new Set(ids);
  const untils = new Map(ids.map((id, n) => [id, lastInstantOf(n)]));
  return {
    "Set.has": { ask: (id) => set.has(id) },
    "Set.has + Date.now()": { ask: (id) => Date.now() > 0 && set.has(id) },
    "Map.get": { ask: (id) => (untils.get(id) ?? 0) > at },
  };
}
