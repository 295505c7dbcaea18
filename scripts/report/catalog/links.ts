import { positionOf, type Span } from "../../model/text/source.ts";
import type { Site } from "./site.ts";

/** The kinds of things that have a page of their own. */
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

/** A name as that of a file, on every disk: other names get other files, whatever is the same there. */
export function fileName(name: string): string {
  const plain = name.replace(/[^a-z0-9_-]/g, (unit) => `~${unit.charCodeAt(0).toString(16)}~`);
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(plain) ? `${plain}~` : plain;
}

/** Where the host of the repository shows a line of a file; undefined if it cannot, or if the path has the id of a customer. */
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

/** Where the host of the repository shows a commit. */
export function commitUrl({ repository }: Site, id: string): string | undefined {
  if (repository === undefined) return undefined;
  return `${repository.url}/${repository.style === "gitlab" ? "-/commit" : repository.style === "bitbucket" ? "commits" : "commit"}/${id}`;
}
