import { compile } from "../compile.ts";
import { bundleOf } from "../emit/bundle.ts";
import { type Answer, explainable, explainName } from "../explain.ts";
import type { Host } from "../host.ts";
import type { Config } from "../model.ts";
import { cannotRun, hasErrors, type Input, noInstance, type Outcome, reportOf } from "../outcome.ts";
import { printable } from "../printable.ts";
import { open } from "../runtime/index.ts";
import { suggest } from "../runtime/suggest.ts";
import { positionOf } from "../source.ts";
import { formatInstant } from "../time.ts";

/** Tells what a name answers for one customer, and the places that decide it. */
export function explain({ operands: [name = "", ...ids], at }: Input, host: Host): Outcome {
  const tree = host.readTree();
  if (tree === undefined) return noInstance(host.directory);
  const { model, diagnostics } = compile(tree, { asOf: host.today(), allowExpired: true });
  if (model === undefined || hasErrors(diagnostics)) return { report: reportOf(tree, diagnostics), writes: [] };

  const context = readContext(ids, model.config);
  if (typeof context === "string") return cannotRun(context);
  const answer = explainName(model, open(bundleOf(model)), name, { context, at: at ?? host.now() });
  if (answer === undefined) return cannotRun(`unknown name \`${name}\`${nearest(name, explainable(model))}`);
  return { writes: [], output: describe(answer) };
}

/** The ids of `scope=id` words by their scope, or what is wrong with the words. */
function readContext(words: readonly string[], config: Config): Readonly<Record<string, string>> | string {
  const context: Record<string, string> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    const [name, id] = [word.slice(0, equals), word.slice(equals + 1)];
    if (equals < 1 || id === "") return `\`${word}\` is not of the form \`scope=id\``;
    const scope = config.scopes.get(name);
    if (scope === undefined) return `unknown scope \`${name}\`${nearest(name, config.scopes.keys())}`;
    if (Object.hasOwn(context, name)) return `scope \`${name}\` is given twice`;
    if (scope.pattern?.test(id) === false)
      return `\`${id}\` is no id of scope \`${name}\`: it does not match its pattern`;
    context[name] = id;
  }
  return context;
}

function nearest(wrong: string, names: Iterable<string>): string {
  const near = suggest(wrong, names);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}

function describe({ kind, name, value, rule, until, places }: Answer): string {
  const lines = places.map(({ message, span }) => {
    const { line, column } = positionOf(span.source, span.start);
    return `  ${message} at ${span.source.path}:${line}:${column}`;
  });
  if (lines.length === 0) lines.push(`  decided by ${rule}`);
  if (until !== undefined) lines.push(`  until ${formatInstant(until.getTime())}`);
  return [`${kind} ${name}: ${value ?? "none"}`, ...lines].map((line) => `${printable(line)}\n`).join("");
}
