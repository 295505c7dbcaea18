import { dayLength, formatDay, type Instant } from "../../model/time.ts";
import { isDocumentPath } from "../../model/tree.ts";
import { newDocument } from "../text/new-document.ts";
import { isObject } from "./json-text.ts";
import { type Project, packageIn } from "./project.ts";
import { schemaFolder } from "./schema-folder.ts";
import type { Runner } from "./test-runner.ts";

/** The name of the first flag. */
const name = "new_checkout";
/** How long it lives, in days. */
const lifetime = 90;

/** What the first flag depends on. */
interface Beginning {
  readonly scope: string;
  readonly owner: string;
  readonly today: Instant;
}

/** Writes a first flag and a test that asks it, unless there are documents already; returns whether it did. */
export function addFirstFlag(project: Project, runner: Runner | undefined, beginning: Beginning): boolean {
  const { desk, folder } = project;
  const hasSome = ["flags", "groups"].some((each) => desk.list(`${folder}${each}`).some(isDocumentPath));
  if (hasSome) return false;
  const schema = `../${"../".repeat(folder.split("/").length - 1)}${schemaFolder(project)}flag.schema.json`;
  const data = {
    flag: name,
    description: "Customers see the new checkout.",
    owner: beginning.owner,
    scope: beginning.scope,
    expires: formatDay(beginning.today + lifetime * dayLength),
    default: false,
  };
  desk.append(`${folder}flags/${name}.yaml`, newDocument("flag", data, shorter(schema, folder)).trimEnd().split("\n"));
  if (runner !== undefined) addTest(project, runner, beginning.scope);
  return true;
}

/** The path from `flags/` without the way up to the top and back down to the instance. */
function shorter(path: string, folder: string): string {
  const way = `../${"../".repeat(folder.split("/").length - 1)}${folder}`;
  return path.startsWith(way) ? `../${path.slice(way.length)}` : path;
}

function addTest(project: Project, runner: Runner, scope: string): void {
  const { desk, folder } = project;
  const places = ["test", "tests", "__tests__", "src/__tests__"];
  const place = places.find((each) => desk.list(`${folder}${each}`).length > 0) ?? "test";
  const path = `${folder}${place}/flags.test.${runner.isTyped ? "ts" : "js"}`;
  if (desk.text(path) !== undefined) return;
  desk.append(path, testText(runner, importsOf(project, runner, place), scope));
}

/** What a test imports, by the entry point. */
function importsOf({ desk, folder }: Project, runner: Runner, place: string): (part: "flags" | "testing") => string {
  const { imports } = packageIn(desk, folder) ?? {};
  if (isObject(imports) && "#flags" in imports && runner.takesImports)
    return (part) => (part === "flags" ? "#flags" : `#flags/${part}`);
  const up = "../".repeat(place.split("/").length);
  return (part) => `${up}generated/${part}.${runner.isCommonJs ? "cjs" : "js"}`;
}

function testText(
  { name: runner, isModule, isTyped }: Runner,
  from: (part: "flags" | "testing") => string,
  scope: string,
): readonly string[] {
  const bring = (names: string, module: string): string =>
    isModule ? `import { ${names} } from "${module}";` : `const { ${names} } = require("${module}");`;
  const check = (answer: boolean): string => {
    const asked = `lookup({ ${key(scope)}: "acme" }).isEnabled("${name}")`;
    return runner === "node" ? `assert.equal(${asked}, ${answer});` : `expect(${asked}).toBe(${answer});`;
  };
  const own = {
    vitest: [bring("expect, test", "vitest")],
    // Where it is typed, the globals may have no types.
    jest: isTyped ? [bring("expect, test", "@jest/globals")] : [],
    node: isModule
      ? ['import assert from "node:assert/strict";', 'import test from "node:test";']
      : ['const assert = require("node:assert/strict");', 'const test = require("node:test");'],
  }[runner];
  return [
    ...own,
    bring("lookup", from("flags")),
    bring("withFlags", from("testing")),
    "",
    'test("a test says what a flag answers", () => {',
    `  withFlags({ ${name}: true }, () => {`,
    `    ${check(true)}`,
    "  });",
    `  withFlags({ ${name}: false }, () => {`,
    `    ${check(false)}`,
    "  });",
    "});",
  ];
}

function key(scope: string): string {
  return /^[a-z_$][\w$]*$/i.test(scope) ? scope : JSON.stringify(scope);
}
