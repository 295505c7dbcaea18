import { github } from "./github.ts";
import { json } from "./json.ts";
import type { Reporter } from "./reporter.ts";
import { text } from "./text.ts";

/** The formats of a report, by the name that `--format` takes. */
export const reporters = { text, json, github } as const satisfies Record<string, Reporter>;
