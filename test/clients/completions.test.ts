import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript-5.9";
import { expect, test } from "vitest";
import { emitTypes } from "../../scripts/emit/types.ts";
import { shippedTree } from "../support/shipped-instance.ts";
import { modelsOf } from "../support/trees.ts";

/** What an editor offers at `|`. */
function completions(use: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-"));
  try {
    const file = join(folder, "use.ts");
    writeFileSync(join(folder, "flags.d.ts"), emitTypes(modelsOf(shippedTree())[0]));
    writeFileSync(file, `import { lookup, lookupIn } from "./flags.js";\n${use.replace("|", "")}\n`);
    const service = ts.createLanguageService({
      getCompilationSettings: () => ({ strict: true, module: ts.ModuleKind.NodeNext, noLib: false, types: [] }),
      getScriptFileNames: () => [file],
      getScriptVersion: () => "1",
      getScriptSnapshot: (path) => {
        const text = ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
    });
    const at = `import { lookup, lookupIn } from "./flags.js";\n`.length + use.indexOf("|");
    return service.getCompletionsAtPosition(file, at, {})?.entries.map(({ name }) => name) ?? [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("an editor completes the scopes of a lookup", () => {
  expect(completions("lookup({ | });")).toEqual(expect.arrayContaining(["account", "organization", "task", "user"]));
  expect(completions('lookup({ account: "acme", | });')).toContain("user");
  expect(completions('lookupIn("staging")({ | });')).toContain("account");
  expect(completions('lookup({ account: "acme" }, { created: { | } });')).toContain("account");
});
