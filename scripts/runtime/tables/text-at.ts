import type { Texts } from "./string-table.ts";

/** How many units become text at once, since an engine takes a limited number of arguments. */
const chunk = 4096;

export function textAt({ starts, units }: Texts, index: number): string {
  const end = starts[index + 1] as number;
  let text = "";
  for (let at = starts[index] as number; at < end; at += chunk)
    text += String.fromCharCode(...units.subarray(at, Math.min(at + chunk, end)));
  return text;
}
