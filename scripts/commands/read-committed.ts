import { isSameTree } from "../gate/compare-trees.ts";
import type { Subject } from "../history/log/subject.ts";
import { type Past, readPast, unknownPast } from "../history/statement/read-past.ts";
import type { Host } from "../host/host.ts";
import { dayLength } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import type { Standing } from "../report/statement/heading.ts";

/** What statements are made of. */
interface Committed {
  readonly tree: Tree;
  /** The newest commit that changed it; undefined if it is not committed. */
  readonly commit: Standing["commit"];
  /** What is not in it. */
  readonly note: string | undefined;
  /** Reads what git knows of some subjects, up to the end of the day. */
  readonly past: (subjects: readonly Subject[]) => Promise<Past>;
}

/** The files as they are committed, and what git knows of them; the files as they are if they are not committed at all. */
export function readCommitted(here: Tree, host: Host): Committed {
  const repository = host.openRepository(here.root);
  const tip = repository?.commitOf("HEAD");
  const tree = repository === undefined || tip === undefined ? undefined : repository.readTree(tip, here);
  if (repository === undefined || tip === undefined || tree === undefined || tree.config.text === "") {
    const why = repository === undefined ? host.whyNoRepository(here.root) : "there is no commit with these files yet";
    return { tree: here, commit: undefined, note: undefined, past: async () => unknownPast(why) };
  }
  // The end of the day, so that a statement is the same all day.
  const now = host.today() + dayLength - 1;
  return {
    tree,
    commit: repository.line(tip).commits[0] ?? { id: tip, at: now },
    note: isSameTree(tree, here) ? undefined : "changes that are not committed are not in it",
    past: (subjects: readonly Subject[]) => readPast(repository, { commit: tip, tree }, subjects, now),
  };
}
