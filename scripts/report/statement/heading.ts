import type { NamedCommit } from "../../history/statement/deciding-commit.ts";
import { formatDay, type Instant } from "../../model/time.ts";
import { shortId } from "../logged-lines.ts";
import { quoted } from "../pages/page.ts";

/** What every statement says of itself. */
export interface Standing {
  readonly asOf: Instant;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  /** The newest commit that changed the files; undefined without one. */
  readonly commit: Pick<NamedCommit, "id" | "at"> | undefined;
  /** Why commits may be missing, in sentences. */
  readonly gaps: readonly string[];
}

/** The sentences that head a statement. */
export function standingLines({ asOf, environment, commit, gaps }: Standing): readonly string[] {
  const where = environment === undefined ? "" : ` in ${quoted(environment)}`;
  const which =
    commit === undefined
      ? "of files that are not committed"
      : `of commit ${shortId(commit.id)} from ${formatDay(commit.at)}`;
  return [`As of ${formatDay(asOf)}${where}, ${which}.`, ...gaps];
}

/** The same as data. */
export function standingData({ asOf, environment, commit, gaps }: Standing): object {
  return {
    asOf: formatDay(asOf),
    environment,
    commit: commit?.id ?? null,
    gaps: gaps.length === 0 ? undefined : gaps,
  };
}
