import type { Read } from "../compile/compile.ts";
import type { Repository, Version } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";
import { isCut } from "./baseline.ts";
import type { History, PastDocument } from "./history.ts";

/** Reads what a branch's own line had under a name; git is asked once, for all names that are likely to be wanted. */
export function documentHistory(
  repository: Repository,
  tip: string,
  names: readonly string[],
  now: Instant,
  read: Read,
): (name: string) => History {
  const found = new Map<string, readonly Version[]>();
  const known = new Map<string, History>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (!found.has(name)) {
      const wanted = new Set(found.size === 0 ? [...names, name] : [name]);
      const versions = repository.versions(tip, wanted);
      for (const each of wanted) found.set(each, versions.get(each) ?? []);
    }
    const versions = found.get(name) ?? [];
    const past = { versions: documentsOf(versions.toReversed(), now, read), isCut: isCut(repository, versions) };
    known.set(name, past);
    return past;
  };
}

/** The documents of versions, oldest first. What could not be read was never built, so the version before it stayed. */
function documentsOf(versions: readonly Version[], now: Instant, read: Read): readonly PastDocument[] {
  const documents: PastDocument[] = [];
  let last = -Infinity;
  for (const { path, text, isGone, at } of versions) {
    const reading = text === undefined ? undefined : read({ path, text });
    if (!isGone && !reading?.isSound) continue;
    // Nothing is merged before what it follows, nor in the future, whatever a clock said.
    last = Math.min(Math.max(at, last), now);
    documents.push({ at: last, document: isGone ? undefined : reading?.document });
  }
  return documents;
}
