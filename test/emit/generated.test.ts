import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { assets, bytesOf, emit, importBuilt, withBuilt } from "../support/built.ts";
import { expectSame } from "../support/expect-same.ts";
import { hostile, hostileTree, ids } from "../support/hostile-tree.ts";
import { judgeTypes } from "../support/judge-types.ts";
import { repository, shippedTree } from "../support/shipped-instance.ts";
import { modelsOf, moduleOf, packageJson, treeOf } from "../support/trees.ts";

describe("generated data", () => {
  it("is exact, at run time and in flags.json", async () => {
    await withBuilt(hostileTree, async (folder) => {
      const built = (await importBuilt(folder)) as unknown as typeof import("../../generated/flags.js");
      const bundle = JSON.parse(readFileSync(join(folder, "flags.json"), "utf8"));
      for (const [index, text] of hostile.entries())
        expect(bundle.flags[`flag_${index}`].description).toBe(`${text} in a description`);
      const lookup = built.lookup as unknown as (context: object) => {
        isEnabled(name: string): boolean;
        isIn(group: string): boolean;
      };
      for (const id of ids) expect(lookup({ user: id }).isEnabled("flag_0"), id).toBe(true);
      expect(lookup({ user: "nobody" }).isEnabled("flag_0")).toBe(false);
      expect(lookup({ user: "x" }).isEnabled("constructor")).toBe(true);
      expect(lookup({ user: "toString" }).isIn("valueof/constructor")).toBe(true);
    });
  });
});

test("the types accept correct uses, hostile texts included, and reject misuse", () => {
  const { wrong, found, text } = judgeTypes("typescript");
  expect(found, text).toEqual(wrong);
});

describe("the generated folder", () => {
  it("has no text that is shown in another order than it is read", async () => {
    await withBuilt(hostileTree, async (folder) => {
      const outputs = emit(modelsOf(hostileTree), assets());
      const wrong = outputs.filter((file) => /[\u2028-\u202e\u2066-\u2069]/.test(bytesOf(file).toString()));
      expect(wrong.map(({ path }) => path)).toEqual([]);
      const text = readFileSync(join(folder, "flags.json"), "utf8");
      const { load, digest } = await importBuilt(folder);
      expect([load(text), load(JSON.parse(text))]).toEqual([[], []]);
      expect(digest()).toBe(JSON.parse(text).digest);
    });
  });

  it("is one instance through import and require", async () => {
    await withBuilt(shippedTree(), (folder) => {
      const script = `import { load, digest } from "./flags.js"; import { createRequire } from "node:module";
const required = createRequire(import.meta.url)("./flags.cjs");
process.stdout.write(String(required.load === load && required.digest() === digest()));`;
      writeFileSync(join(folder, "main.mjs"), script);
      expect(execFileSync(process.execPath, ["--no-warnings", "main.mjs"], { cwd: folder, encoding: "utf8" })).toBe(
        "true",
      );
    });
  });

  it("has the same bytes for the same tree, whatever the file order, locale, time zone, folder and day", () => {
    const tree = shippedTree();
    const bytes = (files = tree.files, asOf?: string) => emit(modelsOf({ ...tree, files }, asOf), assets());
    const first = bytes();
    expect(bytes([...tree.files].reverse())).toEqual(first);
    expect(bytes(tree.files, "2035-01-01")).toEqual(first);
    const folder = mkdtempSync(join(tmpdir(), "flagstone-elsewhere-"));
    try {
      for (const part of ["package.json", "flags", "groups"])
        cpSync(join(repository, part), join(folder, part), { recursive: true });
      execFileSync(process.execPath, [join(repository, "dist/cli.js"), "build"], {
        cwd: folder,
        env: { ...process.env, TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
        stdio: "ignore",
      });
      for (const file of first)
        expectSame(readFileSync(join(folder, "generated", file.path)).compare(bytesOf(file)), 0, file.path);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("many customers", () => {
  const entries = Array.from({ length: 4000 }, (_, n) =>
    n % 2 === 0 ? `    - customer-${n}\n` : `    - { id: Customer-${n}, until: 2027-01-31, reason: Agreed. }\n`,
  );
  const about = "description: It is there for a test.\nowner: me\nscope: account\n";
  const tree = (value: boolean) =>
    treeOf({
      "package.json": packageJson({
        scopes: { account: { ignoreCase: true } },
        environments: ["production", "staging"],
      }),
      "flags/search.yaml": `flag: search\n${about}permanent: It is for a test.\ndefault: ${value}\n${value ? "disabled" : "enabled"}:\n  account:\n${entries.join("")}environments: { staging: { default: ${!value}, disabled: { account: [nobody] } } }\n`,
    });

  /** The output of a script that runs in the folder of the outputs. */
  function run(folder: string, script: string): string {
    writeFileSync(join(folder, "main.mjs"), script);
    return execFileSync(process.execPath, ["--no-warnings", "main.mjs"], { cwd: folder, encoding: "utf8" });
  }

  const ask = `const at = Date.parse("2026-12-01"); const ids = Array.from({ length: 4100 }, (_, n) => "CUSTOMER-" + n);
const answers = (lookup) => ids.map((account) => ["production", "staging"].map((environment) => lookup({ account }, { at, environment }).isEnabled("search")));
const thrown = (work) => { try { return work(); } catch (error) { return error.message; } };
const print = (value) => process.stdout.write(JSON.stringify(value));`;

  it("get the same answers from flags.bin as from the bundle, in ES modules and CommonJS", async () => {
    await withBuilt(tree(false), (folder) => {
      const { lookup } = moduleOf(tree(false));
      const expected = Array.from({ length: 4100 }, (_, n) =>
        ["production", "staging"].map((environment) =>
          lookup({ account: `customer-${n}` }, { at: Date.parse("2026-12-01"), environment }).isEnabled("search"),
        ),
      );
      expect(expected.filter(([production, staging]) => production && staging)).toHaveLength(4000);
      const script = `import { createRequire } from "node:module"; ${ask}
const { lookup } = createRequire(import.meta.url)("./flags.cjs"); print(answers(lookup));`;
      expect(JSON.parse(run(folder, script))).toEqual(expected);
    });
  });

  it("are refused from the flags.bin of another build", async () => {
    await withBuilt(tree(true), async (other) => {
      await withBuilt(tree(false), (folder) => {
        cpSync(join(folder, "flags.bin"), join(folder, "right.bin"));
        cpSync(join(other, "flags.bin"), join(folder, "flags.bin"));
        const script = `import { copyFileSync, rmSync } from "node:fs"; import { lookup, flags } from "./flags.js"; ${ask}
const asked = () => thrown(() => lookup({ account: "customer-1" }, { at }).isEnabled(flags.search));
const foreign = asked(); rmSync("flags.bin"); const missing = asked(); copyFileSync("right.bin", "flags.bin");
print([foreign, missing, asked()]);`;
        expect(JSON.parse(run(folder, script))).toEqual([
          "`flags.bin` is from another build than flags.js; deploy both together",
          expect.stringMatching(
            /^`flags.bin` cannot be read; pass its bytes to `load` before the first lookup: ENOENT/,
          ),
          true,
        ]);
      });
    });
  });

  it("can be passed as bytes without a file system", async () => {
    await withBuilt(tree(false), (folder) => {
      const script = `import { readFileSync } from "node:fs"; ${ask}
process.getBuiltinModule = undefined;
const { lookup, load, digest } = await import("./flags.js");
print([thrown(digest), load(readFileSync("flags.bin")), lookup({ account: "customer-1" }, { at }).isEnabled("search"), digest()]);`;
      expect(JSON.parse(run(folder, script))).toEqual([
        "`flags.bin` cannot be read; pass its bytes to `load` before the first lookup: there are no files here",
        [],
        true,
        JSON.parse(readFileSync(join(folder, "flags.json"), "utf8")).digest,
      ]);
    });
  });

  it("can be watched in flags.bin", async () => {
    await withBuilt(tree(true), async (other) => {
      await withBuilt(tree(false), (folder) => {
        const script = `import { lookup } from "./flags.js"; import { watch } from "./watch.js"; ${ask}
const asked = () => lookup({ account: "nobody" }, { at }).isEnabled("search"); const before = asked();
watch(${JSON.stringify(join(other, "flags.bin"))}).close(); print([before, asked()]);`;
        expect(JSON.parse(run(folder, script))).toEqual([false, true]);
      });
    });
  });
});
