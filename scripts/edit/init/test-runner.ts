import type { Desk } from "./desk.ts";
import { isObject, readObject } from "./json-text.ts";
import { dependenciesOf, foldersAbove, type Project, packageIn } from "./project.ts";

/** What runs the tests of a package, and how a test for it is written. */
export interface Runner {
  readonly name: "vitest" | "jest" | "node";
  /** What runs it, where no script does yet. */
  readonly command: string;
  readonly isTyped: boolean;
  /** Whether a test is an ES module, or is compiled from one. */
  readonly isModule: boolean;
  /** Whether compiled code is CommonJS. */
  readonly isCommonJs: boolean;
  /** Whether it resolves `imports` of package.json. */
  readonly takesImports: boolean;
}

/**
 * The runner that a package uses, by its test script, or by what it or the packages above it depend on; that of Node.js
 * if there is neither; undefined for one that is not known here.
 */
export function findRunner({ desk, folder }: Project): Runner | undefined {
  const own = packageIn(desk, folder);
  const scripts = own !== undefined && isObject(own.scripts) ? own.scripts : {};
  const script = String(scripts.test ?? "");
  const dependencies = Object.assign(
    {},
    ...foldersAbove(folder)
      .toReversed()
      .map((each) => dependenciesOf(packageIn(desk, each))),
  );
  const isUsual = script === "" || /no test specified|^flagstone\b/.test(script);
  const has = (name: string): boolean => Object.hasOwn(dependencies, name);
  const isModulePackage = own === undefined || own.type === "module";
  const tsconfig = desk.text(`${folder}tsconfig.json`);
  const takesImports = resolvesImports(desk, folder);
  if (/\bvitest\b/.test(script) || (isUsual && has("vitest")))
    return {
      name: "vitest",
      command: "vitest run",
      isTyped: tsconfig !== undefined,
      isModule: true,
      isCommonJs: false,
      takesImports,
    };
  if (/\bjest\b|react-scripts test/.test(script) || (isUsual && has("jest"))) {
    const isTyped = has("ts-jest") && tsconfig !== undefined;
    const version = /\d+(?:\.\d+)?/.exec(dependencies.jest ?? "")?.[0];
    return {
      name: "jest",
      command: "jest",
      isTyped,
      isModule: isTyped || isModulePackage,
      isCommonJs: !isModulePackage,
      takesImports:
        (version === undefined || Number(version) >= 29.4 || version === "29") && (!isTyped || takesImports),
    };
  }
  if (!isUsual && !/\bnode\b.*--test\b/.test(script)) return undefined;
  return {
    name: "node",
    command: "node --test",
    isTyped: false,
    isModule: isModulePackage,
    isCommonJs: !isModulePackage,
    takesImports: true,
  };
}

/** Whether TypeScript, if a package has it, resolves `imports`; it may not where the settings come from elsewhere. */
export function resolvesImports(desk: Desk, folder: string): boolean {
  const path = `${folder}tsconfig.json`;
  const text = desk.text(path);
  if (text === undefined) return true;
  const read = readObject({ path, text });
  const options = typeof read === "object" && isObject(read.compilerOptions) ? read.compilerOptions : {};
  if (isObject(options.paths) && "#flags" in options.paths) return true;
  const way = String(options.moduleResolution ?? options.module ?? "").toLowerCase();
  return /^(?:node(?:16|18|20|next)|bundler|preserve)$/.test(way);
}
