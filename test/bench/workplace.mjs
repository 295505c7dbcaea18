import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idsOf } from "./ids.mjs";
import { describe, today, writeInstance } from "./instances.mjs";
import { cli, root, timeProcess } from "./processes.mjs";

/** A temporary folder in which every instance is made and built once, when it is first wanted. */
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
    // what is emitted may import the SDKs of others
    if (spec.outputs) symlinkSync(join(root, "node_modules"), join(instance(spec), "node_modules"), "junction");
    return path;
  };
  return {
    /** The path of that name, which is made by a function of it when it is first wanted. */
    once,
    /** An empty folder of that name. */
    folder: (name) => once(name, (path) => mkdirSync(path)),
    /** The folder of an instance. */
    instance,
    /** The path of the module that is built of an instance. */
    module,
    /** The path of a JSON list of so many ids. */
    idsFile: (customers) => once(`${customers}.json`, (path) => writeFileSync(path, JSON.stringify(idsOf(customers)))),
    /** Removes everything. */
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The files that make up a module: `flags.js`, and `flags.bin` where there is one. */
export function filesOf(module) {
  return [module, module.replace(/\.js$/, ".bin")].filter((path) => existsSync(path));
}

/** How many bytes they have. */
export function bytesOf(module) {
  return filesOf(module).reduce((sum, path) => sum + statSync(path).size, 0);
}
