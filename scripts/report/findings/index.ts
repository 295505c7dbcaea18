import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { rdjson } from "./rdjson.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

/** The formats of a report, by the name that `--format` and `--report` take. */
export const reporters = { text, json, github, markdown, rdjson, sarif, gitlab } as const satisfies Record<
  string,
  Reporter
>;
