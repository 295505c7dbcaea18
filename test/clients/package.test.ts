import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { checkPackage, Package } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import own from "../../package.json" with { type: "json" };
import { filesOf } from "../support/fences.ts";
import { repository } from "../support/shipped-instance.ts";

const folder = mkdtempSync(join(tmpdir(), "flagstone-package-"));
const [compiler, instance] = [join(folder, "compiler"), join(folder, "instance")];
const script = join(repository, "package.mjs");

beforeAll(() => {
  execFileSync(process.execPath, [script, compiler]);
  // as a reader of the guide would
  const guide = readFileSync(join(repository, "docs/getting-started.md"), "utf8");
  mkdirSync(instance);
  writeFileSync(join(instance, "package.json"), filesOf(guide, "adopt ")["package.json"] ?? "");
  cpSync(join(repository, "generated"), join(instance, "generated"), { recursive: true });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
}

function packageFile(at: string): PackageFile {
  return JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
}

/** The files of the tarball by path: those in `files`, and those that are always included. */
function published(at: string, folder: string): Record<string, Uint8Array> {
  const { files } = packageFile(at);
  const paths = readdirSync(at, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [relative(at, join(entry.parentPath, entry.name)).split(sep).join("/")] : [],
  );
  const always = /^(package\.json|README\.md|LICENSE)$/;
  const kept = paths.filter((path) => always.test(path) || files.includes(path.split("/", 1)[0] as string));
  return Object.fromEntries(kept.map((path) => [`${folder}/${path}`, readFileSync(join(at, path))]));
}

describe.each([
  ["the compiler", compiler],
  ["an instance", instance],
])("%s as a package", (_, at) => {
  it("passes publint", async () => {
    const files = Object.entries(published(at, "package")).map(([name, data]) => ({ name, data }));
    const { messages, pkg } = await publint({ pkgDir: "package", pack: { files }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  it("has correct types for every way to import it", async () => {
    const { name, version } = packageFile(at);
    const analysis = await checkPackage(new Package(published(at, `/node_modules/${name}`), name, version));
    // Node.js 10 resolves without `exports`.
    const problems =
      analysis.types === false
        ? []
        : analysis.problems.filter((problem) => !("resolutionKind" in problem) || problem.resolutionKind !== "node10");
    expect(problems).toEqual([]);
    expect(analysis.types === false).toBe(at === compiler);
  });
});

describe("the compiler's package", () => {
  it("has the command, the schemas and the pages of the codes, but nothing from the instance", () => {
    const { scripts, devDependencies, flagstone, ...kept } = own;
    const { exports, ...rest } = JSON.parse(readFileSync(join(compiler, "package.json"), "utf8"));
    expect({ ...kept, exports: 0, files: 0 }).toEqual({
      ...rest,
      allowScripts: own.allowScripts,
      exports: 0,
      files: 0,
    });
    expect([Object.keys(scripts), Object.keys(devDependencies), flagstone].every(Boolean)).toBe(true);
    const entries = readdirSync(compiler).sort();
    expect(entries).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "docs", "package.json", "schema"]);
    expect(Object.keys(exports)).toEqual(["./schema/*", "./package.json"]);
  });

  it("names the repository, the homepage and the bug tracker if this package does", () => {
    const copy = join(folder, "copy");
    for (const path of ["dist", "docs", "schema", "CHANGELOG.md", "LICENSE", "README.md", "package.mjs"])
      cpSync(join(repository, path), join(copy, path), { recursive: true });
    const said = {
      repository: { type: "git", url: "git+https://git.example.com/a.git" },
      homepage: "https://example.com",
      bugs: "https://example.com/bugs",
    };
    writeFileSync(join(copy, "package.json"), JSON.stringify({ ...own, ...said }));
    execFileSync(process.execPath, [join(copy, "package.mjs")]);
    expect(JSON.parse(readFileSync(join(copy, "package/package.json"), "utf8"))).toMatchObject(said);
  });

  it("runs after it is installed", () => {
    const app = join(folder, "app");
    cpSync(compiler, join(app, "node_modules/flagstone"), { recursive: true });
    for (const path of ["flags", "groups", "package.json"])
      cpSync(join(repository, path), join(app, path), { recursive: true });
    const run = (...words: string[]) =>
      execFileSync(process.execPath, [join(app, "node_modules/flagstone/dist/cli.js"), ...words], {
        cwd: app,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    run("build", "--allow-expired");
    for (const path of readdirSync(join(repository, "generated"), { recursive: true, encoding: "utf8" }).filter(
      (path) => path.includes("."),
    ))
      expect(readFileSync(join(app, "generated", path), "utf8")).toBe(
        readFileSync(join(repository, "generated", path), "utf8"),
      );
    expect(run("code", "model/cycle")).toContain("model/cycle");
  });
});
