import { addTo } from "./group-by.ts";
import type { Flag } from "./model.ts";

/**
 * The flags that require themselves, directly or through others, and those that require such a flag; in linear time.
 */
export function flagsThatReachCycles(flags: ReadonlyMap<string, Flag>): ReadonlySet<string> {
  const requirers = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const [name, { requires }] of flags) {
    const known = requires.filter((each) => flags.has(each.name));
    open.set(name, known.length);
    for (const required of known) addTo(requirers, required.name, name);
  }
  const settled = [...open.keys()].filter((name) => open.get(name) === 0);
  for (const name of settled) {
    open.delete(name);
    for (const requirer of requirers.get(name) ?? []) {
      const left = (open.get(requirer) as number) - 1;
      open.set(requirer, left);
      if (left === 0) settled.push(requirer);
    }
  }
  return new Set(open.keys());
}
