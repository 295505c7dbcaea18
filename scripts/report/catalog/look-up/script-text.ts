import { literalOf } from "../../../model/text/escape-controls.ts";
import type { Source } from "../../../model/text/source.ts";

/** The number of characters of JSON in a file; with the escapes and three bytes for each, still below 2 MB. */
const inFile = 500_000;

/** Data as a JavaScript literal of its JSON; nothing in it can end a script element. */
export function scriptText(data: unknown): string {
  return literal(JSON.stringify(data));
}

/** Scripts that together give a page a global variable; long data is divided, so that no file is large. */
export function dataScripts(path: string, variable: string, data: unknown): readonly Source[] {
  const json = JSON.stringify(data);
  const last = Math.ceil(json.length / inFile) - 1;
  return Array.from({ length: last + 1 }, (_, index) => {
    const part = literal(json.slice(index * inFile, (index + 1) * inFile));
    const known = index === 0 ? part : `${variable} + ${part}`;
    return {
      path: index === 0 ? path : path.replace(/(?=\.js$)/, `.${index + 1}`),
      text: `${index === 0 ? "var " : ""}${variable} = ${index === last ? `JSON.parse(${known})` : known};\n`,
    };
  });
}

function literal(text: string): string {
  return literalOf(text).replaceAll("<", "\\u003c");
}
