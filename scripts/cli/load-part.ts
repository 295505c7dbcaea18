/**
 * The command is in parts, which are CommonJS in dist/. They are loaded here and not by Node.js, so that the compiled
 * code of what ran before is kept for the next run: most of a small command is the engine reading a megabyte of JavaScript.
 */
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } =
  process.getBuiltinModule("fs");
const { basename, dirname, join } = process.getBuiltinModule("path");
const { fileURLToPath } = process.getBuiltinModule("url");
const { Script } = process.getBuiltinModule("vm");

/** A digest of all parts, which build.mjs puts here. */
declare const BUILD: string;

const isOff = process.env.NODE_DISABLE_COMPILE_CACHE !== undefined;
const folder = dirname(fileURLToPath(import.meta.url));

/** The folder next to other packages' caches; undefined without a `node_modules/`, or if caching is off. */
const cacheFolder = [join(folder, "../.."), join(folder, "../node_modules")]
  .filter((path) => !isOff && basename(path) === "node_modules" && existsSync(path))
  .map((path) => join(path, ".cache/flagstone"))[0];

/** The engine itself refuses code that was compiled with other flags, but not that of another text of the same length. */
const ending = `.${BUILD}-${process.version}-${process.arch}.code`;

/** With flags of one call, the code that other calls use must not be replaced. */
const hasFlags = process.execArgv.length > 0 || (process.env.NODE_OPTIONS ?? "") !== "";

/** The word of the command, which decides what of a part is run; without one, help is shown. */
const word = process.argv.slice(2).find((each) => /^[a-z]{1,20}$/.test(each)) ?? "help";

const parts = new Map<string, { exports: unknown }>();
const scripts = new Map<string, InstanceType<typeof Script>>();

/** The exports of a part, by its file in dist/. */
export function loadPart(file: string): unknown {
  const known = parts.get(file);
  if (known !== undefined) return known.exports;
  const path = join(folder, file);
  const cachedData = readCode(file);
  const script = new Script(
    `(function(exports,require,module,importMetaUrl,importModule){"use strict";${readFileSync(path, "utf8")}\n})`,
    {
      filename: path,
      ...(cachedData === undefined ? {} : { cachedData }),
    },
  );
  scripts.set(file, script);
  const module = { exports: {} };
  parts.set(file, module);
  script.runInThisContext()(module.exports, requirePart, module, import.meta.url, importModule);
  return module.exports;
}

function importModule(url: string): Promise<unknown> {
  return import(url);
}

function requirePart(name: string): unknown {
  if (name.startsWith("./")) return loadPart(name.slice(2));
  if (name.startsWith("node:")) return process.getBuiltinModule(name);
  return process.getBuiltinModule("module").createRequire(import.meta.url)(name);
}

function readCode(file: string): Buffer | undefined {
  try {
    return cacheFolder === undefined ? undefined : readFileSync(join(cacheFolder, file + ending));
  } catch {
    return undefined;
  }
}

/**
 * Saves the code of all functions that have run, together with those that were saved before, if no earlier call of this
 * command has done so; and deletes that of other builds, and what a process that was killed has left.
 */
export function keepCode(): void {
  if (cacheFolder === undefined || hasFlags) return;
  const [main = ""] = scripts.keys();
  const known = `${readCode(`${main}.words`) ?? ""}`.split("\n");
  const isComplete = [...scripts.values()].every(({ cachedDataRejected }) => cachedDataRejected === false);
  if (isComplete && known.includes(word)) return;
  try {
    mkdirSync(cacheFolder, { recursive: true });
    for (const [file, script] of scripts) replace(join(cacheFolder, file + ending), script.createCachedData());
    replace(join(cacheFolder, `${main}.words${ending}`), [...new Set([...known, word])].join("\n"));
    for (const name of readdirSync(cacheFolder))
      if (name.endsWith(".tmp") || (name.endsWith(".code") && !name.includes(`.${BUILD}-`)))
        unlinkSync(join(cacheFolder, name));
  } catch {
    // Without the cache, the next run is only slower. This is also how it ends if another process deletes a file first.
  }
}

/**
 * Other processes must not read half of a file; nor may a machine that stops leave a name without its content, since the
 * engine does not notice damage, and crashes at each call.
 */
function replace(path: string, content: Buffer | string): void {
  writeFileSync(`${path}.${process.pid}.tmp`, content, { flush: true });
  renameSync(`${path}.${process.pid}.tmp`, path);
}
