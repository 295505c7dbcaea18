import { isObject, readObject, setInJson } from "./json-text.ts";
import type { Project } from "./project.ts";
import { schemaFolder } from "./schema-folder.ts";

const path = ".vscode/settings.json";

/** Tells editors the schema of the documents; returns why it could not, if so. */
export function completeEditorSettings(project: Project): string | undefined {
  const { desk, folder } = project;
  const text = desk.text(path);
  const read = text === undefined || text.trim() === "" ? {} : readObject({ path, text });
  if (typeof read === "string") return `\`${path}\` was not changed, since it ${read}`;
  const before = read["yaml.schemas"];
  if (isObject(before) && Object.keys(before).some((key) => key.endsWith("schema/document.schema.json")))
    return undefined;
  if (before !== undefined && !isObject(before))
    return `\`${path}\` was not changed, since \`yaml.schemas\` is not an object`;
  const files = ["flags", "groups"].flatMap((kind) => ["yaml", "yml"].map((end) => `${folder}${kind}/**/*.${end}`));
  const schema = `./${schemaFolder(project)}document.schema.json`;
  if (text === undefined || text.trim() === "")
    desk.append(path, JSON.stringify({ "yaml.schemas": { [schema]: files } }, null, 2).split("\n"));
  else desk.edit(path, (source) => setInJson(source, ["yaml.schemas", schema], files));
  return undefined;
}
