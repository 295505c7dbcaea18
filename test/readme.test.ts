import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { commands } from "../scripts/commands/index.ts";
import { withBuilt } from "./support/built.ts";
import { strangeOptions } from "./support/command-options.ts";
import { blocksOf, fencesOf, filesOf, proseOf } from "./support/fences.ts";
import { copyInstance, repository, shippedTree } from "./support/shipped-instance.ts";
import { outputOf, transcriptOf } from "./support/transcript.ts";
import { compileTree, moduleOf, packageJson, treeOf } from "./support/trees.ts";

const folder = mkdtempSync(join(tmpdir(), "flagstone-readme-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compiler = join(repository, "node_modules/typescript/bin/tsc");
/** UPDATE_CASES=1 writes the current output into the pages; review the diff before committing. */
const isUpdate = process.env.UPDATE_CASES === "1";

/** Every page that people read. */
const pages = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", ...pagesIn("docs")];
/** The pages whose examples are run here; those of commands and codes have their own tests. */
const guides = pages
  .filter((path) => path === "README.md" || /^docs\/(?:commands\/)?[\w-]+\.md$/.test(path))
  .filter((path) => !/^docs\/commands\/[a-z]/.test(path));
const adopted = filesOf(readText("docs/getting-started.md"), "adopt ");

describe.concurrent.each(guides.filter((page) => readText(page).includes("```console run")))("%s", (page) => {
  it("shows the current output", async () => {
    const instance = join(folder, page.replaceAll("/", "-"));
    copyInstance(instance);
    for (const [path, text] of Object.entries(filesOf(readText(page), "run ")))
      writeFileSync(join(instance, path), text);
    await expectTranscripts(page, "console run", instance);
  });
});

test("the README is short, and CI runs its setup and tests", () => {
  const readme = readText("README.md");
  expect(readme.split("\n").length).toBeLessThanOrEqual(200);
  const run = `${readText(".ci/run")}\n${scripts().check}`;
  const lines = blocksOf(readme, "sh").flatMap((block) => block.trim().split("\n"));
  expect(lines).toEqual(["npm ci", "npm run build", "npx flagstone build", "npm test"]);
  expect(lines.filter((line) => !run.includes(line))).toEqual([]);
});

describe("the starter instance", () => {
  const flags = join(folder, "service/node_modules/@acme/flags");

  it("has no findings, also after `new` adds a flag", async () => {
    expect(findingsOf(adopted)).toEqual([]);
    writeAll(flags, adopted);
    await expectTranscripts("docs/getting-started.md", "console adopt", flags);
  });

  it("is the one in the README, and a typo fails to compile as shown there", async () => {
    const [[path = "", yaml] = []] = Object.entries(filesOf(readText("README.md"), "hero "));
    expect(yaml).toBe(adopted[path]);
    writeAll(flags, adopted);
    const built = await outputOf(process.execPath, [flagstone(), "build", "--as-of", "2026-11-21"], flags);
    expect(built).toMatch(/^no findings/);
    const [code = ""] = blocksOf(readText("README.md"), "ts hero");
    const [error = ""] = blocksOf(readText("README.md"), "text hero");
    const [, wrong = "", right = ""] = /'"(\w+)"'[^']*'"(\w+)"/.exec(error) ?? [];
    const service = join(folder, "service");
    writeService(service, { "right.ts": `declare const account: string;\n${code}` });
    expect(await outputOf(process.execPath, [compiler], service)).toBe("");
    writeService(service, { "right.ts": `declare const account: string;\n${code.replace(right, wrong)}` });
    const printed = await outputOf(process.execPath, [compiler, "--pretty", "false"], service);
    expect(printed.replace(/^[^:]*: /, "")).toBe(error.replaceAll("\n", " ").trim().concat("\n"));
  });

  it("exports the module in the same way as this package", () => {
    const [theirs, own] = [adopted["package.json"], readText("package.json")].map(
      (text) => (JSON.parse(text ?? "{}") as { exports: Record<string, unknown> }).exports,
    );
    expect(own).toMatchObject(theirs ?? {});
    expect(Object.keys(theirs ?? {})).toEqual([".", "./client", "./names", "./testing", "./watch", "./flags.json"]);
  });
});

describe("the service code on the pages", () => {
  const service = join(folder, "users");
  const right = guides.flatMap((page) => blocksOf(readText(page), "ts service"));
  const [wrong = "", ...more] = guides.flatMap((page) => blocksOf(readText(page), "ts wrong"));

  it("compiles, and the mistakes do not", async () => {
    copyInstance(join(service, "node_modules/flagstone"));
    writeService(service, {
      ...Object.fromEntries(right.map((text, index) => [`right-${index}.ts`, text])),
      "wrong.ts": wrong,
    });
    const lines = await outputOf(process.execPath, [compiler, "--pretty", "false"], service);
    const faults = [...lines.matchAll(/^(\S+)\((\d+),/gm)].map(([, file, line]) => `${file}:${line}`);
    const mistakes = wrong
      .split("\n")
      .flatMap((line, index) => (line.includes("; //") ? [`wrong.ts:${index + 1}`] : []));
    expect(mistakes.length).toBeGreaterThan(0);
    expect(more).toEqual([]);
    expect(faults).toEqual(mistakes);
    const script = `import "./right-0.js"; import { watch } from "flagstone/watch"; console.log(typeof watch);`;
    expect(await outputOf(process.execPath, ["--input-type=module", "--eval", script], service)).toBe("function\n");
  });

  it("is all the TypeScript in the guides", () => {
    const fences = guides.flatMap((page) => fencesOf(readText(page)).map(({ fence }) => fence));
    const typescript = fences.filter((fence) => /^(?:ts|typescript|tsx)\b/.test(fence));
    // `npm run test:clients` compiles and runs the code that needs other packages
    const run = /^(?:ts (?:hero|service|wrong)|tsx? client [\w-]+\.tsx?)$/;
    expect(typescript.filter((fence) => !run.test(fence))).toEqual([]);
  });
});

it("the page that reads a snapshot works", async () => {
  const [page = "", ...more] = guides.flatMap((path) => blocksOf(readText(path), "html page"));
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

test("the files in docs/language.md are one instance without findings", () => {
  const files = filesOf(readText("docs/language.md"), "");
  expect(Object.keys(files).length).toBeGreaterThan(8);
  expect(findingsOf(files)).toEqual([]);
});

test("the config excerpts in the guides have no findings", () => {
  const pieces = guides.flatMap((page) => blocksOf(readText(page), "json config"));
  expect(pieces.length).toBeGreaterThan(1);
  const document = {
    "flags/a.yaml":
      "flag: a\ndescription: Something changes for all.\nowner: growth\npermanent: It stays.\ndefault: true\n",
  };
  for (const piece of pieces) {
    const config = { scopes: { account: {} }, ...(JSON.parse(`{${piece}}`) as object) };
    expect(compileTree(treeOf({ ...document, "package.json": packageJson(config) })).diagnostics).toEqual([]);
  }
});

test("docs/ci.md uses the action and the hook as they are", () => {
  const page = readText("docs/ci.md");
  const [steps = ""] = blocksOf(page, "yaml steps");
  const action = parse(readText("action.yml")) as { inputs: object };
  const step = (parse(steps) as readonly { uses?: string; with?: object }[]).find(({ uses }) =>
    uses?.includes("flagstone"),
  );
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? { none: 0 })));
  const [hooks = ""] = blocksOf(page, "yaml pre-commit");
  const known = (parse(readText(".pre-commit-hooks.yaml")) as readonly { id: string }[]).map(({ id }) => id);
  const { repos } = parse(hooks) as { repos: readonly { hooks: readonly { id: string }[] }[] };
  expect(repos.flatMap((repo) => repo.hooks.map(({ id }) => id))).toEqual(known);
});

test.each(guides)("the commands and scripts that %s names exist, with their options", (page) => {
  const spans = [...proseOf(readText(page)).matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replaceAll("\n", " "));
  const calls = fencesOf(readText(page)).flatMap(({ fence, text }) =>
    fence === "sh" ? text.trim().split("\n") : [...text.matchAll(/^\$ (.*)$/gm)].map(([, call = ""]) => call),
  );
  const ours = [...spans, ...calls].filter((words) => /^(?:npx )?flagstone [a-z-]/.test(words));
  const names = ["help", ...commands.map(({ name }) => name)];
  const strange = ours.filter((words) => {
    const [, name = ""] = /flagstone ([a-z]+)/.exec(words) ?? [];
    return (name !== "" && !names.includes(name)) || strangeOptions(words).length > 0;
  });
  expect(strange).toEqual([]);
  const scriptNames = [...spans, ...calls].flatMap((words) =>
    [...words.matchAll(/\bnpm (?:run )?((?<=run )[\w:]+|test\b)/g)].map(([, name = ""]) => name),
  );
  expect(scriptNames.filter((name) => !Object.hasOwn(scripts(), name))).toEqual([]);
});

test.each(pages)("the links of %s lead to files, and to headings in them", (page) => {
  const links = [...proseOf(readText(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const broken = links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(repository, file))) return true;
    return anchor !== undefined && !anchorsOf(readText(file)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test("every page can be reached from the README", () => {
  const seen = new Set<string>();
  const visit = (page: string): void => {
    if (seen.has(page)) return;
    seen.add(page);
    for (const [, target = ""] of proseOf(readText(page)).matchAll(/\]\(([^)\s#]+\.md)(?:#[^)]*)?\)/g))
      if (!/^[a-z]+:/.test(target)) visit(join(dirname(page), target).replaceAll("\\", "/"));
  };
  visit("README.md");
  expect(pages.filter((page) => !seen.has(page))).toEqual([]);
});

/** Runs the blocks of a page with this fence, in order, in one folder. */
async function expectTranscripts(page: string, fence: string, instance: string): Promise<void> {
  for (const block of blocksOf(readText(page), fence)) {
    const printed = await transcriptOf(block, instance);
    if (isUpdate) replaceInPage(page, block, printed);
    else expect(printed).toBe(block);
  }
}

/** Replaces a block of a page; blocks within a list are indented. */
function replaceInPage(page: string, before: string, after: string): void {
  const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, "   ");
  const text = readText(page);
  const [from, to] = text.includes(`\n${before}\``) ? [before, after] : [indented(before), indented(after)];
  writeFileSync(
    join(repository, page),
    text.replace(from, () => to),
  );
}

/** The anchors that a git host gives to the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Writes a service's sources, and a config that compiles them as most services do. */
function writeService(to: string, sources: Readonly<Record<string, string>>): void {
  const compilerOptions = { module: "nodenext", target: "es2022", lib: ["es2023", "dom"], strict: true, types: [] };
  writeAll(to, {
    "package.json": '{ "type": "module" }\n',
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["*.ts"] }),
    ...sources,
  });
}

function writeAll(to: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), text);
  }
}

function findingsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const { flagstone: config } = JSON.parse(files["package.json"] ?? "{}") as { flagstone?: object };
  const documents = Object.entries(files).filter(([path]) => /^(?:flags|groups)\//.test(path));
  expect(documents.length).toBeGreaterThan(0);
  const tree = treeOf({ ...Object.fromEntries(documents), "package.json": packageJson(config ?? {}) });
  return compileTree(tree).diagnostics.map(({ code, message, span }) => `${span.source.path} ${code}: ${message}`);
}

function flagstone(): string {
  return join(repository, "dist/cli.js");
}

function scripts(): Readonly<Record<string, string>> {
  return (JSON.parse(readText("package.json")) as { scripts: Record<string, string> }).scripts;
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
