import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder, from `directory` upwards, whose package.json has the key `flagstone`; undefined where there is none. */
export function findRoot(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (hasConfig(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** A package.json that is broken is still the instance's, so that its fault is told where it stands. */
function hasConfig(file: string): boolean {
  let text = "";
  try {
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && Object.hasOwn(parsed, "flagstone");
  } catch {
    return /"flagstone"\s*:\s*\{/.test(text);
  }
}
