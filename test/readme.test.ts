import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { compileTree, moduleOf, packageJson, repository, shippedTree, treeOf, withBuilt } from "./support/instance.ts";
import { blocksOf, copyInstance, filesOf, outputOf, proseOf, transcriptOf } from "./support/transcript.ts";

const folder = mkdtempSync(join(tmpdir(), "flagstone-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readme = readText("README.md");
const compiler = join(repository, "node_modules/typescript/bin/tsc");

describe("README.md", () => {
  const instance = join(folder, "instance");
  copyInstance(instance);
  for (const [path, text] of Object.entries(filesOf(readme, "run "))) writeFileSync(join(instance, path), text);

  it.each(blocksOf(readme, "console run").map((block) => [block.replace(/\n[\s\S]*/, ""), block]))(
    "shows what is printed now: %s",
    async (_, block) => {
      expect(await transcriptOf(block, instance)).toBe(block);
    },
  );

  describe("the service code", () => {
    const service = join(folder, "service");
    const [wrong = "", ...more] = blocksOf(readme, "ts wrong");
    copyInstance(join(service, "node_modules/flagstone"));
    blocksOf(readme, "ts service").forEach((text, index) => {
      writeFileSync(join(service, `right-${index}.ts`), text);
    });
    writeFileSync(join(service, "wrong.ts"), wrong);
    writeFileSync(join(service, "package.json"), '{ "type": "module" }\n');
    const compilerOptions = { module: "nodenext", target: "es2022", lib: ["es2023", "dom"], strict: true, types: [] };
    writeFileSync(join(service, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));

    it("compiles, and the mistakes do not", async () => {
      const lines = await outputOf(process.execPath, [compiler, "--pretty", "false"], service);
      const faults = [...lines.matchAll(/^(\S+)\((\d+),/gm)].map(([, file, line]) => `${file}:${line}`);
      const mistakes = wrong
        .split("\n")
        .flatMap((line, index) => (line.includes("; //") ? [`wrong.ts:${index + 1}`] : []));
      expect(mistakes.length).toBeGreaterThan(0);
      expect(more).toEqual([]);
      expect(faults).toEqual(mistakes);
    });

    it("finds what it imports", async () => {
      const script = `import "./right-0.js"; import { watch } from "flagstone/watch"; console.log(typeof watch);`;
      expect(await outputOf(process.execPath, ["--input-type=module", "--eval", script], service)).toBe("function\n");
    });
  });

  it("shows a page that reads a snapshot", async () => {
    const [page = "", ...more] = blocksOf(readme, "html page");
    expect(more).toEqual([]);
    const [, script = ""] = /<script type="module">([\s\S]*)<\/script>/.exec(page) ?? [];
    expect(script).toContain('from "/client.js"');
    await withBuilt(shippedTree(), async (built) => {
      const snapshot = moduleOf(shippedTree()).lookup({ account: "special-customer-2" }).snapshot();
      writeFileSync(
        join(built, "page.js"),
        `const element = {};
globalThis.document = { querySelector: (selector) => (selector === "#layout" ? element : null) };
globalThis.fetch = async (path) => new Response(path === "/flags" ? ${JSON.stringify(JSON.stringify(snapshot))} : "");
${script.replace('"/client.js"', '"./client.js"')}
console.log(element.textContent);\n`,
      );
      expect(await outputOf(process.execPath, ["page.js"], built)).toBe("two_page\n");
    });
  });

  it("shows an instance to begin with, which has no findings", () => {
    expect(findingsOf(filesOf(readme, "adopt "))).toEqual([]);
  });

  it("exports the module in the same way as this package", () => {
    const [adopted, own] = [filesOf(readme, "adopt ")["package.json"], readText("package.json")].map(
      (text) => (JSON.parse(text ?? "{}") as { exports: Record<string, unknown> }).exports,
    );
    expect(own).toMatchObject(adopted ?? {});
    expect(Object.keys(adopted ?? {})).toEqual([".", "./client", "./watch", "./flags.json"]);
  });
});

test("docs/language.md shows one instance, which has no findings", () => {
  const files = filesOf(readText("docs/language.md"), "");
  expect(Object.keys(files).length).toBeGreaterThan(8);
  expect(findingsOf(files)).toEqual([]);
});

const pages = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", ...pagesIn("docs")].filter((path) =>
  existsSync(join(repository, path)),
);
test.each(pages)("the links of %s lead to files", (page) => {
  const links = [...proseOf(readText(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const relative = links.filter((target) => !/^(?:[a-z]+:|#)/.test(target)).map((target) => target.replace(/#.*$/, ""));
  expect(relative.filter((target) => !existsSync(join(repository, dirname(page), target)))).toEqual([]);
});

function findingsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const { flagstone } = JSON.parse(files["package.json"] ?? "{}") as { flagstone?: object };
  const documents = Object.entries(files).filter(([path]) => /^(?:flags|groups)\//.test(path));
  expect(documents.length).toBeGreaterThan(0);
  const tree = treeOf({ ...Object.fromEntries(documents), "package.json": packageJson(flagstone ?? {}) });
  return compileTree(tree).diagnostics.map(({ code, message, span }) => `${span.source.path} ${code}: ${message}`);
}

function pagesIn(path: string): readonly string[] {
  return readdirSync(join(repository, path), { recursive: true, encoding: "utf8" })
    .map((name) => `${path}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".md"))
    .sort();
}

function readText(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}
