import { isMap, isSeq, parseDocument } from "yaml";
import { lineBreakOf, lineStart } from "../text/indented-lines.ts";
import { checkCommand } from "./check-command.ts";
import { dependenciesOf, type Project, packageIn } from "./project.ts";

const path = ".pre-commit-config.yaml";

/** Adds the check to the hooks that a repository already has before a commit; returns why it could not, if so. */
export function completeHooks(project: Project): string | undefined {
  const { desk } = project;
  const text = desk.text(path);
  if (text !== undefined && !text.includes("flagstone")) return addToPreCommit(project, text);
  const husky = [project.workspace ?? project.folder, ""].find((folder) => desk.list(`${folder}.husky`).length > 0);
  if (husky !== undefined || dependenciesOf(packageIn(desk, "")).husky !== undefined) {
    const file = `${husky ?? ""}.husky/pre-commit`;
    if (!(desk.text(file) ?? "").includes("flagstone")) desk.append(file, [checkCommand(project)]);
  }
  return undefined;
}

function addToPreCommit(project: Project, text: string): string | undefined {
  const by = "add the hook of its page by hand";
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0)
    return `\`${path}\` was not changed, since it is not YAML; fix it, then run this again`;
  const { contents } = document;
  const repos = isMap(contents) ? contents.get("repos", true) : undefined;
  const [first] = isSeq(repos) ? repos.items : [];
  if (!isSeq(repos) || repos.flow || !isMap(first) || !first.range || !repos.range)
    return `\`${path}\` was not changed, since its \`repos\` are not a block list; ${by}`;
  const start = first.range[0];
  const lead = text.slice(lineStart(text, start), start);
  const indent = lead.slice(0, lead.indexOf("-"));
  const newline = lineBreakOf(text);
  const at = endOfItems(text, repos.items);
  const lines = [
    "- repo: local",
    "  hooks:",
    "    - id: flagstone",
    "      name: flagstone check",
    `      entry: ${checkCommand(project)}`,
    "      language: system",
    // A commit that only deletes documents has no file that would match.
    "      always_run: true",
    "      pass_filenames: false",
  ].map((line) => `${indent}${line}`);
  const before = text.slice(0, at).endsWith("\n") ? "" : newline;
  project.desk.edit(path, (source) => [
    { span: { source, start: at, end: at }, text: `${before}${lines.join(newline)}${newline}` },
  ]);
  return undefined;
}

/** The offset of the line after the last item. */
function endOfItems(text: string, items: readonly unknown[]): number {
  const { range } = items.at(-1) as { readonly range?: readonly [number, number, number] };
  const content = text.slice(0, range?.[1] ?? text.length).trimEnd().length;
  const newline = text.indexOf("\n", content);
  return newline < 0 ? text.length : newline + 1;
}
