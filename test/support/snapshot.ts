import type { Source } from "../../scripts/model/text/source.ts";

/** A commit: everything that it has, and when it was made. */
export interface Snapshot {
  /** All files of the repository, not only those of the instance. */
  readonly files: readonly Source[];
  readonly date: string;
  readonly author?: string;
  readonly subject?: string;
  /** Lines at the end of the message, such as `Reviewed-by: Ann Example`. */
  readonly trailers?: readonly string[];
  /** The commits that it follows, by their places in the list; the one before it where this is left out. */
  readonly parents?: readonly number[];
}

/** What else a repository has next to its commits. */
export interface Surroundings {
  /** Where branches point, by the places of commits; `main` points to the last where this is left out. */
  readonly branches?: Readonly<Record<string, number>>;
  readonly upstream?: string;
  /** Whether only the newest commit was fetched. */
  readonly isShallow?: boolean;
  /** The way from the root of the repository to the instance, with `/` at its end. */
  readonly prefix?: string;
}
