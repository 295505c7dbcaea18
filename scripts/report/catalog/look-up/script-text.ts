import { literalOf } from "../../../model/text/escape-controls.ts";

/** Data as a JavaScript literal of its JSON; nothing in it can end a script element. */
export function scriptText(data: unknown): string {
  return literalOf(JSON.stringify(data)).replaceAll("<", "\\u003c");
}
