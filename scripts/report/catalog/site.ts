import type { ScheduledEffect } from "../../effect/effect.ts";
import type { NameChange } from "../../history/name-changes.ts";
import type { ReleaseStatus } from "../../history/stage-status.ts";
import type { Model, Release } from "../../model/model.ts";
import type { Instant } from "../../model/time.ts";
import type { Bundle } from "../../runtime/shapes/bundle.ts";

/** The data of all pages of a catalog. */
export interface Site {
  /** The name of the package, which services import. */
  readonly title: string;
  readonly models: readonly [Model, ...Model[]];
  /** The first instant of the day for which it is made. */
  readonly today: Instant;
  /** The instant for which stages are shown: the last commit, or the day if that is later. */
  readonly present: Instant;
  /** Whether customer ids, and texts that may contain some, are shown. */
  readonly showsIds: boolean;
  /** The commit that the files are compared with; undefined without one. */
  readonly tip: string | undefined;
  /** Whether the files differ from that commit. */
  readonly differs: boolean;
  /** Whether older history was not fetched. */
  readonly isCut: boolean;
  /** The path from the root of the repository to the instance, with `/` at its end. */
  readonly prefix: string;
  /** The page of the repository at its host. */
  readonly repository: RepositoryPage | undefined;
  /** What each commit changed, newest first, by name. */
  readonly changes: ReadonlyMap<string, readonly NameChange[]>;
  /** What changes for customers by itself before an instant, in order; later changes are not shown. */
  readonly later: readonly ScheduledEffect[];
  readonly toldBefore: Instant;
  /** The stages of a release, in each environment. */
  readonly stagesOf: (release: Release) => readonly ReleaseStatus[];
  /** Merged waivers, which no longer have an effect. */
  readonly mergedWaivers: ReadonlySet<string>;
  /** The page that states who keeps each privilege, by name; empty unless ids are shown. */
  readonly statements: ReadonlyMap<string, string>;
  /** The bundle of each environment, to look customers up; empty unless ids are shown. */
  readonly contents: readonly Bundle[];
  /** A text that people wrote, with customer ids masked unless they are shown. */
  readonly say: (text: string) => string;
}

/** The page of a repository at its host, and how that host writes links. */
export interface RepositoryPage {
  readonly url: string;
  readonly style: "blob" | "gitlab" | "bitbucket";
}
