import { readModels } from "../compile/compile.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Model } from "../model/model.ts";
import { readQuery } from "../model/query/read-query.ts";
import { subjectsOf } from "../model/query/subjects.ts";
import { count } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import { whyUnreliable } from "../model/why-missing.ts";
import { listCsv } from "../report/list/csv.ts";
import { listJson } from "../report/list/json.ts";
import { listText } from "../report/list/text.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";
import { chooseModel } from "./choose-model.ts";
import { missingConfig, unreadableConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface ListInput {
  /** The words of the query. */
  readonly operands: readonly string[];
  readonly asOf?: Instant | undefined;
  readonly environment?: string;
  /** "text", "json" or "csv"; undefined is text. */
  readonly format?: string;
  readonly colour: boolean;
}

/** Lists names with their kind, owner, state and last day: all, or those that a query finds. */
export function list({ operands, asOf, environment, format = "text", colour }: ListInput, host: Host): Outcome {
  if (!["text", "json", "csv"].includes(format))
    return cannotRun(unknownName("format", format, ["text", "json", "csv"]));
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const today = asOf ?? host.today();
  const { models } = readModels(tree, { asOf: today, allowExpired: true });
  if (models === undefined) return unreadableConfig();
  const model = chooseModel(models, environment);
  if (typeof model === "string") return cannotRun(model);
  const subjects = subjectsOf(model);
  const query = readQuery(operands.join(" "), { today, known: knownIn(model, subjects) });
  if (typeof query === "string") return cannotRun(query);

  const found = subjects.filter(query);
  const [file] = model.unreadable.values();
  const notes = [
    ...(found.length === subjects.length && found.length > 0
      ? []
      : [subjects.length === 0 ? "there are no names yet" : `${found.length} of ${count(subjects.length, "name")}`]),
    ...(file === undefined ? [] : [`not all may be there: ${whyUnreliable(file)}`]),
  ];
  const output =
    format === "json"
      ? listJson(found, model.environment)
      : format === "csv"
        ? listCsv(found)
        : listText(found, colour);
  return { writes: [], output, ...(notes.length === 0 ? {} : { note: notes.join("\n") }) };
}

/** The values that qualifiers may have, to distinguish a misspelt one from one that finds nothing. */
function knownIn({ config, sets }: Model, subjects: ReturnType<typeof subjectsOf>) {
  return {
    owner: new Set([...(config.owners ?? []), ...subjects.map(({ owner }) => owner)]),
    scope: config.scopes.keys(),
    in: [...sets.values()].flatMap(({ groups }) => [...groups.values()].map(({ reference }) => reference)),
  };
}
