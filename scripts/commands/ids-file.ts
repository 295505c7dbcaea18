import type { Host } from "../host.ts";

/** The ids of a file, one a line, or of standard input for `-`; or why it cannot be read. */
export function readIdsFile(host: Host, file: string): readonly string[] | string {
  const text = file === "-" ? host.readInput() : host.readFile(file);
  if (text === undefined) return file === "-" ? "standard input cannot be read" : `\`${file}\` cannot be read`;
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
