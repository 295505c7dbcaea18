import type { EditContext, EditPlan } from "../edit/context.ts";
import { predictGate } from "../edit/predict-gate.ts";
import { refuseMissing } from "../edit/refuse-missing.ts";
import { newDocument } from "../edit/text/new-document.ts";
import type { Mapping } from "../edit/text/write-yaml.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { nounOf } from "../model/document.ts";
import { fittingName } from "../model/fitting-name.ts";
import type { Model } from "../model/model.ts";
import { findRetired } from "../model/model-queries.ts";
import { withArticle } from "../model/text/words.ts";
import { nameOf } from "../model/tree.ts";
import type { Outcome } from "../report/outcome.ts";
import { type NewInput, type NewKind, newKeys, newKinds } from "./new-document-keys.ts";
import { type EditInput, runEdit } from "./run-edit.ts";
import { schemaPath } from "./schema-path.ts";

/** What the command reads of its call. */
interface CreateInput extends EditInput, NewInput {
  readonly operands: readonly string[];
}

/** Adds a document with the keys that it needs. */
export function create(input: CreateInput, host: Host): Outcome {
  const [kind = "", name] = input.operands;
  return runEdit(input, host, (context) => {
    if (kind === "") return `say what to create: ${newKinds.map((each) => `\`new ${each}\``).join(", ")}`;
    if (!isNew(kind)) return unknownName("kind", kind, newKinds);
    const missing = name === undefined ? [`the name of the ${nounOf(kind)} is missing, such as \`new_checkout\``] : [];
    const folder = kind === "groups" || kind === "attribute" ? "groups" : "flags";
    const path = `${folder}/${name}.yaml`;
    const fault = name === undefined ? undefined : faultOfName(context, kind, name, path);
    if (fault !== undefined) return fault;
    const keys = newKeys(context, kind, missing);
    if (typeof keys === "string") return keys;
    return refuseMissing(missing) ?? add(context, kind, path, { [kind]: name, ...keys });
  });
}

function isNew(word: string): word is NewKind {
  return newKinds.some((kind) => kind === word);
}

function add(context: EditContext, kind: NewKind, path: string, data: Mapping): EditPlan {
  context.draft.create({ path, text: newDocument(kind, data, schemaPath(context, path, kind)) });
  return { notes: kind === "flag" ? predictGate(context, path, "gate/too-long") : [] };
}

/** Why a document of a kind cannot have a name. */
function faultOfName({ model, tree }: EditContext, kind: NewKind, name: string, path: string): string | undefined {
  if (name.startsWith("no_"))
    return `an override \`${name}\` would mean that \`${name.slice(3)}\` is off; name what it turns on`;
  if (!model.config.namePattern.test(name)) return faultOfShape(model, name);
  if (name === "retired") return "`retired` is reserved for the file of retired names; choose another name";
  const record = findRetired(model, kind, name);
  if (record !== undefined)
    return `the name \`${name}\` is retired (${record.outcome}): code built earlier still asks for it; choose another name`;
  const other = model.documents.find((document) => document.name === name);
  if (other !== undefined)
    return `\`${name}\` is already the name of ${withArticle(nounOf(other.kind))}: ${other.source.path}`;
  const file = tree.files.find((source) => source.path === path || nameOf(source.path) === name);
  return file === undefined ? undefined : `the file \`${file.path}\` exists already, but cannot be read`;
}

function faultOfShape({ config: { namePattern } }: Model, name: string): string {
  const better = fittingName(name, namePattern);
  const advice = better === undefined ? "" : `, as \`${better}\` does`;
  return `\`${name}\` does not match the name pattern: names match \`${namePattern.source}\`${advice}`;
}
