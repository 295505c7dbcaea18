import type { Output } from "../model/text/source.ts";
import { moduleNames } from "./module.ts";
import { bothForms, type ModuleForm } from "./module-forms.ts";

/**
 * browser.js and browser.cjs, which packages export in place of flags.js and of what asks it (`doors`) under the
 * condition `browser`: a page must not get the customers. Tests with a DOM also resolve for browsers, but run in Node.js,
 * and get the module.
 */
export function emitBrowserGuard(doors: ReadonlySet<string>): readonly Output[] {
  return bothForms("browser", (form) => ({
    statements: [guard(form)],
    exports: [
      ...moduleNames.map((name) => [name, `server.${name}`] as const),
      // For code that imports a door; files can be read only where the real module is.
      called("watch", "./watch.cjs"),
      ...(doors.has("ofrep") ? [called("ofrepHandler", "./ofrep.cjs"), called("ofrepListener", "./ofrep.cjs")] : []),
      ...(doors.has("openfeature") ? [constructed("FlagstoneProvider", "./openfeature/server.cjs")] : []),
    ],
  }));
}

function called(name: string, path: string): readonly [string, string] {
  return [name, `(...words) => find("${path}").${name}(...words)`];
}

function constructed(name: string, path: string): readonly [string, string] {
  return [name, `function ${name}(...words) { return new (find("${path}").${name})(...words); }`];
}

/** No bundler follows these paths to the module, so none includes the customers. */
const ways: Readonly<Record<ModuleForm, string>> = {
  es: 'globalThis.process?.getBuiltinModule?.("node:module")?.createRequire(import.meta.url)',
  common: 'globalThis.process?.versions?.node && Reflect.get(module, "require")?.bind(module)',
};

function guard(form: ModuleForm): string {
  return `const find = (() => {
  try {
    return ${ways[form]};
  } catch {}
})();
const server = (() => {
  try {
    if (find) return find("./flags.cjs");
  } catch {}
  throw new Error(
    "the lookup module has customers in it and is not for browsers: import its \`/client\`, which reads a snapshot that a server made, and its \`/names\` for the names alone",
  );
})();`;
}
