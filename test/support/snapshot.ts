import type { Source } from "../../scripts/model/text/source.ts";

/** A commit: its files and its date. */
export interface Snapshot {
  /** All files of the repository, not just those of the instance. */
  readonly files: readonly Source[];
  readonly date: string;
  readonly author?: string;
  readonly subject?: string;
  /** Lines at the end of the message, such as `Reviewed-by: Ann Example`. */
  readonly trailers?: readonly string[];
  /** Its parents, by their positions in the list; by default the one before it. */
  readonly parents?: readonly number[];
}

/** What a repository has in addition to its commits. */
export interface Surroundings {
  /** The commits of branches, by position; by default `main` is at the last. */
  readonly branches?: Readonly<Record<string, number>>;
  readonly upstream?: string;
  /** Whether only the newest commit was fetched. */
  readonly isShallow?: boolean;
  /** The path from the root of the repository to the instance, with a trailing `/`. */
  readonly prefix?: string;
}
