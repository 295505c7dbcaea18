/** Longer texts are not versions, so that what a request says is read in bounded time. */
const longest = 256;
const shape =
  /^(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/**
 * A version as a text whose order by code unit is that of versions: one to four numbers, missing ones being 0; before
 * it its pre-releases, ordered as in semver; build metadata is left out. Undefined for what is not a version.
 */
export function versionKey(text: string): string | undefined {
  const parts = text.length > longest ? null : shape.exec(text);
  if (parts === null) return undefined;
  const [, numbers = "", preRelease] = parts;
  const padded = numbers.split(".").map((number) => number.padStart(9, "0"));
  while (padded.length < 4) padded.push("000000000");
  if (preRelease === undefined) return `${padded.join("")}~`;
  const identifiers = preRelease.split(".");
  return identifiers.some(hasLeadingZero) ? undefined : `${padded.join("")}-${identifiers.map(identifierKey).join("")}`;
}

function hasLeadingZero(identifier: string): boolean {
  return /^0\d+$/.test(identifier);
}

/**
 * Numbers come before words, and are ordered by value; a space ends each, since it sorts before all that they may
 * contain.
 */
function identifierKey(identifier: string): string {
  return /^\d+$/.test(identifier) ? `0${`${identifier.length}`.padStart(3, "0")}${identifier} ` : `1${identifier} `;
}
