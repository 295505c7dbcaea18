import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { withSwitches } from "./operators.mjs";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of a run, within the repository, for what is bundled there imports packages. */
export const workplace = join(repository, `test/mutants/.run/${process.pid}`);

process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));

/** Bundles tests over sources in which the mutants wait to be switched on. */
export async function bundle(files, mutants) {
  const here = (path) => join(repository, path);
  const switches = {
    name: "mutants",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^vitest$/ }, () => ({ path: here("test/mutants/test-api.mjs") }));
      onLoad({ filter: /\/(?:scripts|test)\/.*\.ts$/ }, ({ path: file }) => {
        const path = relative(repository, file);
        const text = withSwitches(
          readFileSync(file, "utf8"),
          mutants.filter((mutant) => mutant.path === path),
        );
        // a bundle lies elsewhere than its sources; what is emitted has the words in texts
        const isEmitted = path.startsWith("scripts/emit/");
        const contents = isEmitted
          ? text
          : text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href));
        return { contents, loader: "ts" };
      });
    },
  };
  await build({
    absWorkingDir: repository,
    entryPoints: [
      { in: "test/mutants/test-api.mjs", out: "test-api" },
      { in: "test/support/seed.ts", out: "seed" },
      ...files.map((file) => ({ in: file, out: file })),
    ],
    outdir: workplace,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    external: ["#ajv"],
    logLevel: "error",
    plugins: [switches],
  });
}
