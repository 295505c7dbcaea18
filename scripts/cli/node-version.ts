/** The lowest version of Node.js that runs the command: `engines` of package.json, which build.mjs puts here. */
declare const LOWEST_NODE: string;

/** Why a version of Node.js cannot run the command; undefined if it can. */
export function whyTooOld(version: string, lowest: string = LOWEST_NODE): string | undefined {
  const [own, least] = [numbersOf(version), numbersOf(lowest)];
  const isOld = own[0] < least[0] || (own[0] === least[0] && own[1] < least[1]);
  return isOld ? `needs Node.js ${lowest} or later, and this is ${version}` : undefined;
}

function numbersOf(version: string): [major: number, minor: number] {
  const [major, minor] = version.split(".");
  return [Number(major), Number(minor)];
}
