import { asked, other } from "./instances.mjs";

/** The instant of lookups with `at`, before any entry ends. */
export const at = Date.parse("2026-12-01T00:00:00Z");

/** The ways to ask a generated module: now, with an instant, and again on a lookup made before. */
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

/** The baselines: the fastest that plain JavaScript answers from a set of ids. */
export function limitsOf(ids, lastInstantOf) {
  const set = new Set(ids);
  const untils = new Map(ids.map((id, n) => [id, lastInstantOf(n)]));
  return {
    "Set.has": { ask: (id) => set.has(id) },
    "Set.has + Date.now()": { ask: (id) => Date.now() > 0 && set.has(id) },
    "Map.get": { ask: (id) => (untils.get(id) ?? 0) > at },
  };
}
