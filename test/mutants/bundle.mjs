import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { withSwitches } from "./operators.mjs";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of a run, within the repository, for what is bundled there imports packages. */
export const workplace = join(repository, `test/mutants/.run/${process.pid}`);

process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));

/** The parts of the repository that dist/ is built from. */
const parts = ["scripts", "schema", "build.mjs", "package.json"];
const [tree, dist] = ["tree", "tree/dist"].map((name) => join(workplace, name));

/** Builds the dist/ of sources with switchable mutants, so that the outputs have them, too. */
function build(mutants) {
  for (const part of parts) cpSync(join(repository, part), join(tree, part), { recursive: true });
  for (const path of new Set(mutants.map((mutant) => mutant.path)))
    writeFileSync(join(tree, path), switched(path, mutants));
  execFileSync(process.execPath, [join(tree, "build.mjs")], { stdio: "inherit" });
}

function switched(path, mutants) {
  return withSwitches(
    readFileSync(join(repository, path), "utf8"),
    mutants.filter((mutant) => mutant.path === path),
  );
}

/** Bundles tests with sources that have switchable mutants. */
export async function bundle(files, mutants) {
  const here = (path) => join(repository, path);
  const switches = {
    name: "mutants",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^vitest$/ }, () => ({ path: here("test/mutants/test-api.mjs") }));
      onLoad({ filter: /\/(?:scripts|test)\/.*\.ts$/ }, ({ path: file }) => {
        const path = relative(repository, file);
        const text = switched(path, mutants).replaceAll('join(repository, "dist", name)', `\`${dist}/\${name}\``);
        // a bundle is not where its sources are; emitted code has these words in texts
        const isEmitted = path.startsWith("scripts/emit/");
        const contents = isEmitted
          ? text
          : text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href));
        return { contents, loader: "ts" };
      });
    },
  };
  build(mutants);
  await esbuild.build({
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
