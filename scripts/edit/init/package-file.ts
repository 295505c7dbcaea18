import { entryPoints, entryPointsByOutput } from "./entry-points.ts";
import { isObject, type JsonObject, setInJson } from "./json-text.ts";
import { dependenciesOf, type Project, packageIn } from "./project.ts";
import type { Runner } from "./test-runner.ts";

/** What npm writes where a package has no tests yet. */
const placeholder = /^echo\b.*no test specified/;

/** Sets a value in package.json; a new key comes after the others, or first. */
type SetKey = (keys: readonly string[], value: unknown, isFirst?: boolean) => void;

/** Whether a package has its own code, so that its flags are only for itself; otherwise it is a package for services. */
function isService({ desk, folder }: Project): boolean {
  const own = packageIn(desk, folder);
  if (own === undefined) return false;
  if (isObject(own.imports) && "#flags" in own.imports) return true;
  if (JSON.stringify(own.exports ?? "").includes("generated/")) return false;
  const scripts = isObject(own.scripts) ? Object.values(own.scripts).map(String) : [];
  const hasScripts = scripts.some((script) => !placeholder.test(script) && !script.includes("flagstone"));
  const hasCode = desk
    .list(folder || ".")
    .some((name) =>
      /^(?:src|lib|app|apps|packages|server|test|tests|__tests__)$|^(?!.*\.config\.).*\.[cm]?[jt]sx?$/.test(name),
    );
  return hasScripts || hasCode || Object.keys(dependenciesOf({ dependencies: own.dependencies })).length > 0;
}

/** Whether a package.json has the config already. */
function isInstance(own: JsonObject): boolean {
  return Object.hasOwn(own, "flagstone");
}

/** Writes what the package.json of the instance lacks: the config, what can be imported, and scripts. */
export function completePackage(project: Project, runner: Runner | undefined, scope: string): void {
  const { desk, folder } = project;
  const path = `${folder}package.json`;
  const set: SetKey = (keys, value, isFirst) =>
    desk.edit(path, (source) => setInJson(source, [...keys], value, isFirst));
  const isOwn = isService(project);
  if (desk.text(path) === undefined) desk.append(path, JSON.stringify(newPackage(project), null, 2).split("\n"));
  const own = packageIn(desk, folder) ?? {};
  addEntryPoints(project, own, isOwn, set);
  for (const [name, script] of Object.entries(missingScripts(project, own, isOwn, runner)))
    set(["scripts", name], script);
  if (!isInstance(own)) set(["flagstone"], { scopes: { [scope]: {} } });
}

/** Adds what can be imported: for a service itself as `imports`, which touch nothing that others import of it. */
function addEntryPoints(project: Project, own: JsonObject, isOwn: boolean, set: SetKey): void {
  const { outputs } = isObject(own.flagstone) ? own.flagstone : {};
  const optional = Object.assign(
    {},
    ...(Array.isArray(outputs) ? outputs.map((output) => entryPointsByOutput[String(output)] ?? {}) : []),
  ) as Readonly<Record<string, object>>;
  const areThere = JSON.stringify([own.exports, own.imports]).includes("generated/");
  const wanted = { ...(areThere ? {} : entryPoints), ...optional };
  const [key, prefix] = isOwn || (own.exports !== undefined && !areThere) ? ["imports", "#flags"] : ["exports", "."];
  const before = own[key];
  for (const [part, entry] of Object.entries(wanted))
    if (!isObject(before) || !(`${prefix}${part}` in before)) set([key, `${prefix}${part}`], entry);
  if (areThere || key === "imports") return;
  set(["exports", "./flags.json"], "./generated/flags.json");
  if (own.name === undefined) set(["name"], newPackage(project).name, true);
  if (own.files === undefined) set(["files"], ["generated"]);
}

/** A package for flags, whose name follows that of the packages around it. */
function newPackage({ desk, folderName, workspace }: Project) {
  const around = workspace === undefined ? undefined : String(packageIn(desk, workspace)?.name ?? "");
  const family = around === undefined ? "" : (/^(@[^/]+\/)/.exec(around)?.[1] ?? (around === "" ? "" : `@${around}/`));
  const base = folderName.toLowerCase().replace(/^[^a-z0-9]+|[^a-z0-9._~-]+/g, "") || "flags";
  return { name: `${family}${base}`, version: "0.0.0", private: true, type: "module", sideEffects: false };
}

/** The scripts to add or change, by name: what is there runs as before, after the flags were built. */
function missingScripts(
  { manager }: Project,
  { scripts }: JsonObject,
  isOwn: boolean,
  runner: Runner | undefined,
): Readonly<Record<string, string>> {
  const before = (isObject(scripts) ? scripts : {}) as Readonly<Record<string, string>>;
  const all = Object.values(before).map(String);
  const added: Record<string, string> = {};
  // Expired things must not break builds of the service; `flagstone check` in CI reports them.
  const build = isOwn ? "flagstone build --allow-expired" : "flagstone build";
  const first = (name: "build" | "test", command: string): void => {
    const [pre, script] = [before[`pre${name}`], before[name]];
    if (manager.runsPre) added[`pre${name}`] = pre === undefined ? command : `${command} && ${pre}`;
    else added[name] = `${command} && ${script}`;
  };
  if (!all.some((script) => /flagstone build(?! --verify)/.test(script))) {
    if (before.build === undefined) added.build = build;
    else first("build", build);
  }
  if (
    all.some((script) => /flagstone build --verify/.test(script)) ||
    /flagstone/.test(before.pretest ?? before.test ?? "")
  )
    return added;
  if (before.test !== undefined && !placeholder.test(before.test)) first("test", build);
  else added.test = `${isOwn ? build : "flagstone build --verify"} && ${runner?.command ?? "node --test"}`;
  return added;
}
