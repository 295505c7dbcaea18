import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idsOf } from "./ids.mjs";
import { describe, today, writeInstance } from "./instances.mjs";
import { cli, root, timeProcess } from "./processes.mjs";

/** Opens a temporary folder in which each instance is written and built when it is first needed. */
export function openWorkplace() {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-bench-"));
  const once = (name, make) => {
    const path = join(folder, name);
    if (!existsSync(path)) make(path);
    return path;
  };
  const instance = (spec) => once(describe(spec), (path) => writeInstance(path, spec));
  const module = (spec) => {
    const path = join(instance(spec), "generated/flags.js");
    if (existsSync(path)) return path;
    timeProcess([cli, "build", "--as-of", today], { cwd: instance(spec) });
    // outputs may import SDKs
    if (spec.outputs) symlinkSync(join(root, "node_modules"), join(instance(spec), "node_modules"), "junction");
    return path;
  };
  return {
    /** The path with this name; `make` creates it the first time. */
    once,
    /** An empty folder with this name. */
    folder: (name) => once(name, (path) => mkdirSync(path)),
    /** The folder of an instance. */
    instance,
    /** The path of an instance's built module. */
    module,
    /** The path of a JSON file that lists this many ids. */
    idsFile: (customers) => once(`${customers}.json`, (path) => writeFileSync(path, JSON.stringify(idsOf(customers)))),
    /** Removes everything. */
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The files of a module: `flags.js`, and `flags.bin` if there is one. */
export function filesOf(module) {
  return [module, module.replace(/\.js$/, ".bin")].filter((path) => existsSync(path));
}

/** The size of these files in bytes. */
export function bytesOf(module) {
  return filesOf(module).reduce((sum, path) => sum + statSync(path).size, 0);
}
