import { literalOf } from "../../../model/text/escape-controls.ts";

/** Data as a literal of JavaScript that holds its JSON; nothing in it ends a script, wherever it stands. */
export function scriptText(data: unknown): string {
  return literalOf(JSON.stringify(data)).replaceAll("<", "\\u003c");
}
