import type { ScheduledEffect } from "../../effect/effect.ts";
import type { NameChange } from "../../history/name-changes.ts";
import type { ReleaseStatus } from "../../history/stage-status.ts";
import type { Model, Release } from "../../model/model.ts";
import type { Instant } from "../../model/time.ts";
import type { Bundle } from "../../runtime/shapes/bundle.ts";

/** Everything that the pages of a catalog are made from. */
export interface Site {
  /** The name of the package, which services import. */
  readonly title: string;
  readonly models: readonly [Model, ...Model[]];
  /** The first instant of the day for which it is made. */
  readonly today: Instant;
  /** The instant for which stages are told: the last commit, or the day if that is later. */
  readonly present: Instant;
  /** Whether ids of customers, and texts that may have some, are shown. */
  readonly showsIds: boolean;
  /** The commit that the files are compared with; undefined without one. */
  readonly tip: string | undefined;
  /** Whether the files are not those of that commit. */
  readonly differs: boolean;
  /** Whether older history was not fetched. */
  readonly isCut: boolean;
  /** The path from the root of the repository to the instance, with `/` at its end. */
  readonly prefix: string;
  /** Where the host of the repository shows it. */
  readonly repository: RepositoryPage | undefined;
  /** By name, what each commit changed, newest first. */
  readonly changes: ReadonlyMap<string, readonly NameChange[]>;
  /** What happens to customers by itself before an instant, in order; what comes later is not told. */
  readonly later: readonly ScheduledEffect[];
  readonly toldBefore: Instant;
  /** How far a release has come, in each environment. */
  readonly stagesOf: (release: Release) => readonly ReleaseStatus[];
  /** The waivers that were merged, and do nothing any more. */
  readonly mergedWaivers: ReadonlySet<string>;
  /** By privilege, the page that states who keeps it; empty unless ids are shown. */
  readonly statements: ReadonlyMap<string, string>;
  /** What the module of each environment is made from, to look customers up; empty unless ids are shown. */
  readonly contents: readonly Bundle[];
  /** A text that people wrote, without ids of customers unless they are shown. */
  readonly say: (text: string) => string;
}

/** The page of a repository at its host, and how that host writes links. */
export interface RepositoryPage {
  readonly url: string;
  readonly style: "blob" | "gitlab" | "bitbucket";
}
