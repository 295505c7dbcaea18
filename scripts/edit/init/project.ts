import type { Desk } from "./desk.ts";
import { isObject, type JsonObject, readObject } from "./json-text.ts";

/** How packages are installed, and scripts run. */
interface Manager {
  readonly name: "npm" | "pnpm" | "yarn" | "bun";
  /** Whether it runs `prebuild` before `build`. */
  readonly runsPre: boolean;
  /** How CI installs what the lock file names. */
  readonly install: string;
}

/** A repository in which an instance begins; paths are relative to its top, with `/`, and folders end with `/` or are empty. */
export interface Project {
  readonly desk: Desk;
  /** The folder of the instance. */
  readonly folder: string;
  /** What that folder is called, also at the top. */
  readonly folderName: string;
  /** The folder whose package.json has the workspaces that the instance is in, or would be. */
  readonly workspace: string | undefined;
  readonly manager: Manager;
}

/** Finds what is around the folder of an instance. */
export function findProject(desk: Desk, folder: string, folderName: string): Project {
  const above = foldersAbove(folder);
  const workspace = above.find((each) => patternsIn(desk, each).some((pattern) => covers(pattern, folder, each)));
  return { desk, folder, folderName, workspace, manager: findManager(desk, above) };
}

/** Where the workspaces of a folder have libraries rather than applications, as `packages/`; undefined if it has none. */
export function packagesFolder(desk: Desk, folder: string): string | undefined {
  const names = patternsIn(desk, folder)
    .filter((pattern) => /^[^*!]+\/\*{1,2}$/.test(pattern))
    .map((pattern) => pattern.replace(/^\.\//, "").replace(/\*+$/, ""));
  const name = names.find((each) => /^(?:packages|libs?|modules|shared)\/$/.test(each)) ?? names[0];
  return name === undefined ? undefined : `${folder}${name}`;
}

/** Whether a folder has packages of its own: whether it is a root of workspaces. */
export function isWorkspaceRoot(desk: Desk, folder: string): boolean {
  return patternsIn(desk, folder).length > 0;
}

/** The object of the package.json in a folder; undefined if it has none that can be read. */
export function packageIn(desk: Desk, folder: string): JsonObject | undefined {
  const path = `${folder}package.json`;
  const text = desk.text(path);
  const read = text === undefined ? undefined : readObject({ path, text });
  return typeof read === "object" ? read : undefined;
}

/** The dependencies of all kinds that a package names. */
export function dependenciesOf(own: JsonObject | undefined): Readonly<Record<string, string>> {
  const all = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].map((key) => own?.[key]);
  return Object.assign({}, ...all.filter(isObject)) as Record<string, string>;
}

/** A folder and those above it, up to the top. */
export function foldersAbove(folder: string): readonly string[] {
  const names = folder.split("/").slice(0, -1);
  return names.map((_, index) => `${names.slice(0, names.length - index).join("/")}/`).concat("");
}

function patternsIn(desk: Desk, folder: string): readonly string[] {
  const { workspaces } = packageIn(desk, folder) ?? {};
  const own = isObject(workspaces) ? workspaces.packages : workspaces;
  if (Array.isArray(own)) return own.filter((each) => typeof each === "string");
  const listed = desk
    .text(`${folder}pnpm-workspace.yaml`)
    ?.match(/^packages:[ \t]*\r?\n((?:[ \t]*(?:-.*|#.*)?\r?\n?)*)/m);
  return [...(listed?.[1] ?? "").matchAll(/^\s*-\s*["']?([^"'#\r\n]+?)["']?\s*(?:#.*)?$/gm)].map(
    ([, each = ""]) => each,
  );
}

/** Whether a pattern of workspaces names a folder. */
function covers(pattern: string, folder: string, root: string): boolean {
  if (folder === root || pattern.startsWith("!")) return false;
  const path = folder.slice(root.length, -1);
  const wanted = pattern.replace(/^\.\//, "").replace(/\/$/, "");
  const parts = wanted.split("/").map((part) => (part === "**" ? ".+" : part.split("*").map(literally).join("[^/]*")));
  return new RegExp(`^${parts.join("/")}$`).test(path);
}

function literally(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}

function findManager(desk: Desk, folders: readonly string[]): Manager {
  const has = (name: string): boolean => folders.some((folder) => desk.text(`${folder}${name}`) !== undefined);
  const declared = folders.map((folder) => String(packageIn(desk, folder)?.packageManager ?? "")).find(Boolean) ?? "";
  const is = (name: string, ...files: readonly string[]): boolean =>
    declared === "" ? files.some(has) : declared.startsWith(`${name}@`);
  if (is("pnpm", "pnpm-lock.yaml", "pnpm-workspace.yaml"))
    return { name: "pnpm", runsPre: true, install: "corepack enable && pnpm install --frozen-lockfile" };
  if (is("yarn", "yarn.lock")) {
    const isClassic = declared === "" ? !has(".yarnrc.yml") : declared.startsWith("yarn@1.");
    const flag = isClassic ? "--frozen-lockfile" : "--immutable";
    return { name: "yarn", runsPre: isClassic, install: `corepack enable && yarn install ${flag}` };
  }
  if (is("bun", "bun.lock")) return { name: "bun", runsPre: true, install: "npm install --global bun && bun install" };
  return {
    name: "npm",
    runsPre: true,
    install: has("package-lock.json") || declared !== "" ? "npm ci" : "npm install",
  };
}
