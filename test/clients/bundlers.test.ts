import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build as esbuild } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { installPrograms } from "../support/install-programs.ts";
import { makeService, programs } from "../support/programs.ts";

beforeAll(installPrograms, 600_000);
const require = createRequire(import.meta.url);

/** Bundles main.js of a folder into one script, for pages or workers. */
type Bundle = (folder: string, target: "page" | "worker") => Promise<unknown>;

const conditionsOf = { page: ["browser"], worker: ["workerd", "worker", "browser"] };

const bundlers: Readonly<Record<string, Bundle>> = {
  esbuild: (folder, target) =>
    esbuild({
      absWorkingDir: folder,
      entryPoints: ["main.js"],
      outfile: "out/main.js",
      bundle: true,
      format: "iife",
      platform: "browser",
      conditions: conditionsOf[target],
      logLevel: "silent",
    }),
  rollup: async (folder, target) => {
    const { rollup } = require(join(programs, "rollup"));
    const { nodeResolve } = require(join(programs, "@rollup/plugin-node-resolve"));
    const plugins = [nodeResolve({ browser: true, exportConditions: [...conditionsOf[target], "import", "default"] })];
    const bundle = await rollup({ input: join(folder, "main.js"), plugins, onwarn: () => undefined });
    await bundle.write({ dir: join(folder, "out"), format: "iife" });
  },
  vite: async (folder, target) => {
    const { build } = await import(join(programs, "vite/dist/node/index.js"));
    await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      resolve: { conditions: conditionsOf[target] },
      build: {
        outDir: "out",
        minify: false,
        lib: { entry: "main.js", formats: ["iife"], name: "page", fileName: () => "main.js" },
      },
    });
  },
  webpack: (folder, target) => {
    const webpack = require(join(programs, "webpack"));
    const config = {
      mode: "production",
      context: folder,
      entry: "./main.js",
      output: { path: join(folder, "out"), filename: "main.js" },
    };
    return new Promise((resolve, reject) =>
      webpack(
        { ...config, target: target === "page" ? "web" : "webworker" },
        (error: Error | null, stats: { hasErrors(): boolean; toString(): string }) =>
          error !== null || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve(stats),
      ),
    );
  },
};

/** The output of a bundle that runs without anything from Node.js, and all written text. */
async function bundled(
  bundle: Bundle,
  target: "page" | "worker",
  main: string,
): Promise<{ said: unknown; text: string }> {
  const folder = makeService({ "main.js": main, "package.json": '{ "type": "module" }' });
  try {
    await bundle(folder, target);
    const out = join(folder, "out");
    const text = readdirSync(out, { recursive: true, withFileTypes: true })
      .flatMap((entry) => (entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), "latin1")] : []))
      .join("\n");
    const said: unknown[] = [];
    const context = createContext({
      say: (value: unknown) => said.push(value),
      TextEncoder,
      queueMicrotask,
      self: {},
      document: {},
    });
    try {
      runInContext(readFileSync(join(out, "main.js"), "utf8"), context);
    } catch (error) {
      said.push(String(error));
    }
    return { said: said[0], text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const customer = "special-customer-1";
const ask = `import { lookup } from "@acme/flags"; say(lookup({ account: "${customer}", user: "u_17" }).group("ring"));`;

describe.each(Object.entries(bundlers))("%s", (_, bundle) => {
  it("gives a page that imports the lookup module an error, and no customers", async () => {
    const { said, text } = await bundled(bundle, "page", ask);
    expect(said).toMatch(
      /^Error: the lookup module has customers in it and is not for browsers: import its `\/client`/,
    );
    expect(text.replaceAll(ask, "").split(customer).length - 1).toBe(1);
    expect(text).not.toContain("z3n-browser-test-");
  });

  it("gives a page that watches files the same error", async () => {
    const { said } = await bundled(
      bundle,
      "page",
      `import { watch } from "@acme/flags/watch"; say(watch("flags.json"));`,
    );
    expect(said).toMatch(/^Error: the lookup module has customers in it and is not for browsers/);
  });

  it("gives a page only the names, and the client without customers", async () => {
    const { said, text } = await bundled(
      bundle,
      "page",
      `import { flags } from "@acme/flags/names"; say(flags.public_teams);`,
    );
    expect(said).toBe("public_teams");
    expect(text.length).toBeLessThan(2000);
    expect(text).not.toContain("form_link_workflow");
    const client = await bundled(
      bundle,
      "page",
      `import { readSnapshot } from "@acme/flags/client"; say(readSnapshot('{"format":1,"flags":{}}').variant("checkout_layout"));`,
    );
    expect(client.said).toBe("one_page");
    expect(client.text).not.toContain("z3n-browser-test-");
  });

  it("gives a worker the module", async () => {
    const { said, text } = await bundled(bundle, "worker", ask);
    expect(said).toBe("vip");
    expect(text).toContain("z3n-browser-test-");
  });
});
