import { unknownName } from "../../model/did-you-mean.ts";
import type { Instant } from "../../model/time.ts";
import { addAgentsSection } from "./agents-section.ts";
import { completeEditorSettings } from "./editor-settings.ts";
import { addFirstFlag } from "./first-flag.ts";
import { completeHooks } from "./hooks.ts";
import { completeIgnoreFiles } from "./ignore-files.ts";
import { isObject, type JsonObject, readObject } from "./json-text.ts";
import { completePackage } from "./package-file.ts";
import { dependenciesOf, foldersAbove, type Project, packageIn } from "./project.ts";
import { findRunner, resolvesImports } from "./test-runner.ts";
import { addWorkflow } from "./workflow.ts";

/** What the caller wants of the instance that begins. */
interface Beginning {
  /** The kind of customers; undefined if the config says it. */
  readonly scope: string | undefined;
  /** Who owns the first flag; undefined if the config says it. */
  readonly owner: string | undefined;
  readonly today: Instant;
}

/** What a person should know of a plan. */
interface InitPlan {
  /** Before the files are written. */
  readonly notes: readonly string[];
  /** What to do after that. */
  readonly next: readonly string[];
}

/** The kind of customers by default. */
export const usualScope = "account";
const usualOwner = "your-team";

/** Adds to the desk what an instance lacks, and nothing else; or says in a sentence why it cannot. */
export function planInit(project: Project, beginning: Beginning): InitPlan | string {
  const { desk, folder } = project;
  const fault = faultOfPackage(project);
  if (fault !== undefined) return fault;
  const config = packageIn(desk, folder)?.flagstone;
  const { scopes, owners } = isObject(config) ? config : {};
  const known = isObject(scopes) ? Object.keys(scopes) : [];
  const { scope = known[0] ?? usualScope } = beginning;
  if (known.length > 0 && !known.includes(scope)) return unknownName("scope", scope, known);
  if (!/^[a-z][a-z0-9_]*$/.test(scope))
    return `\`${scope}\` cannot be the name of a scope; one is like \`account\` or \`user\``;
  const [first] = Array.isArray(owners) ? owners.filter((each) => typeof each === "string") : [];
  const owner = beginning.owner ?? first ?? usualOwner;

  const runner = findRunner(project);
  completePackage(project, runner, scope);
  const isNew = addFirstFlag(project, runner, { scope, owner, today: beginning.today });
  completeIgnoreFiles(project);
  addAgentsSection(project, scope);
  const left = [completeEditorSettings(project), addWorkflow(project), completeHooks(project)];
  return {
    notes: [
      ...left.flatMap((note) => note ?? []),
      ...(isNew && runner === undefined
        ? ["no test was written, since `npm test` runs none of vitest, jest and node --test"]
        : []),
      ...(isNew && owner === usualOwner
        ? [`\`${usualOwner}\` stands for the owner of the first flag: write who it is`]
        : []),
    ],
    next: nextSteps(project),
  };
}

/** Why package.json cannot be completed. */
function faultOfPackage({ desk, folder }: Project): string | undefined {
  const path = `${folder}package.json`;
  const text = desk.text(path);
  if (text === undefined) return undefined;
  const read = readObject({ path, text });
  if (typeof read === "string") return `\`${path}\` ${read}; fix it first`;
  const wrong = ["scripts", "imports", "exports", "flagstone"].find((key) => key in read && !isObject(read[key]));
  // A package may export a single file, which says that it is no package for flags.
  return wrong === undefined || wrong === "exports"
    ? undefined
    : `\`${wrong}\` in \`${path}\` is not an object; fix it first`;
}

/** What to do once the files are there, a line each. */
function nextSteps(project: Project): readonly string[] {
  const { desk, folder, manager } = project;
  if (desk.text(`${folder}generated/flags.js`) !== undefined) return [];
  const above = foldersAbove(folder).map((each): JsonObject | undefined => packageIn(desk, each));
  const isInstalled = above.some((own) => own?.name === "flagstone" || "flagstone" in dependenciesOf(own));
  const add = {
    npm: "npm install --save-dev",
    pnpm: "pnpm add --save-dev",
    yarn: "yarn add --dev",
    bun: "bun add --dev",
  };
  const own = packageIn(desk, folder) ?? {};
  const run = `${manager.name} run build && ${manager.name} ${manager.name === "bun" ? "run " : ""}test`;
  const place = folder === "" ? "" : `, in \`${folder.slice(0, -1)}\``;
  const isOwn = isObject(own.imports) && "#flags" in own.imports;
  const path = `./${folder}generated/flags.${own.type === "module" ? "js" : "cjs"}`;
  const from = !isOwn ? String(own.name) : resolvesImports(desk, folder) ? "#flags" : path;
  return [
    ...(isInstalled ? [] : [`next: \`${add[manager.name]} flagstone\`, from where you have it${place}`]),
    ...(project.workspace === undefined ? [] : [`next: \`${manager.name} install\`, which links \`${own.name}\``]),
    `next: \`${run}\`${place}`,
    `then: \`import { lookup } from "${from}"\` in ${isOwn ? "this package" : "a service that depends on it"}`,
  ];
}
