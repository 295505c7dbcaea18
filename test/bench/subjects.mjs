import { asked, other } from "./instances.mjs";

/** The instant that is asked about where one is given: no entry has ended then. */
export const at = Date.parse("2026-12-01T00:00:00Z");

/** What a service asks of a generated module: now, with an instant, and again of a lookup that it holds. */
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

/** What nothing can go below that keeps ids as JavaScript does. */
export function limitsOf(ids, lastInstantOf) {
  const set = new Set(ids);
  const untils = new Map(ids.map((id, n) => [id, lastInstantOf(n)]));
  return {
    "Set.has": { ask: (id) => set.has(id) },
    "Set.has + Date.now()": { ask: (id) => set.has(id) && Date.now() > 0 },
    "Map.get": { ask: (id) => (untils.get(id) ?? 0) > at },
  };
}
