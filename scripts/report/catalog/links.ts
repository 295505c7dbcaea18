import { positionOf, type Span } from "../../model/text/source.ts";
import type { Site } from "./site.ts";

/** The kinds of things that have their own pages. */
export type PageKind = "flag" | "release" | "privilege" | "groups" | "attribute" | "owner";

const folders: Readonly<Record<PageKind, string>> = {
  flag: "flags",
  release: "releases",
  privilege: "privileges",
  groups: "groups",
  attribute: "attributes",
  owner: "owners",
};

/** The path of the page of a thing, from the root of the site. */
export function pagePath(kind: PageKind, name: string, more = ""): string {
  return `${folders[kind]}/${fileName(name)}${more}.html`;
}

/** The path of the statement of a privilege, from the root of the site. */
export function statementPath(privilege: string): string {
  return `statements/${fileName(privilege)}.html`;
}

/** A name as a file name that works on every disk: different names get different files, even if a disk ignores case. */
export function fileName(name: string): string {
  const plain = name.replace(/[^a-z0-9_-]/g, (unit) => `~${unit.charCodeAt(0).toString(16)}~`);
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(plain) ? `${plain}~` : plain;
}

/** The URL of a line of a file at the host of the repository; undefined if there is none, or if the path contains a customer id. */
export function sourceUrl({ tip, prefix, repository, say }: Site, { source, start }: Span): string | undefined {
  if (tip === undefined || repository === undefined || say(source.path) !== source.path) return undefined;
  const path = `${prefix}${source.path}`.split("/").map(encodeURIComponent).join("/");
  const { line } = positionOf(source, start);
  switch (repository.style) {
    case "gitlab":
      return `${repository.url}/-/blob/${tip}/${path}#L${line}`;
    case "bitbucket":
      return `${repository.url}/src/${tip}/${path}#lines-${line}`;
    case "blob":
      return `${repository.url}/blob/${tip}/${path}#L${line}`;
  }
}

/** The URL of a commit at the host of the repository. */
export function commitUrl({ repository }: Site, id: string): string | undefined {
  if (repository === undefined) return undefined;
  return `${repository.url}/${repository.style === "gitlab" ? "-/commit" : repository.style === "bitbucket" ? "commits" : "commit"}/${id}`;
}
