import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { figure } from "../figures.mjs";
import { inTurn } from "../measure.mjs";
import { root, timeProcess } from "../processes.mjs";

const compilers = { tsc: "typescript", "tsc 5.9": "typescript-5.9" };

/** The time that TypeScript takes to compile a service with the generated types. */
export const types = {
  name: "types",
  title: "Types",
  about:
    "`tsc --noEmit` of a service that uses 1,000 of 10,000 flags, as a whole process; a misspelled flag name is an error.",
  run({ rounds, workplace }) {
    const service = serviceIn(workplace);
    const compile = (compiler, project, status) => {
      const command = join(root, "node_modules", compilers[compiler], "bin/tsc");
      return timeProcess([command, "--project", project], { cwd: service, status });
    };
    const names = Object.keys(compilers).filter((name) => existsSync(join(root, "node_modules", compilers[name])));
    for (const name of names) compile(name, "wrong.json", name === "tsc" ? 1 : 2);
    const samples = inTurn(
      rounds,
      Object.fromEntries(names.map((name) => [name, () => compile(name, "right.json", 0)])),
    );
    return names.map((name) =>
      figure({
        work: `${name}, a service that uses 1,000 of 10,000 flags`,
        unit: "ms",
        samples: samples[name],
        atMost: name === "tsc" ? 1500 : undefined,
      }),
    );
  },
};

function serviceIn(workplace) {
  return workplace.once("service", (path) => {
    const generated = dirname(workplace.module({ flags: 10_000, customers: 10_000 }));
    workplace.folder("service");
    for (const name of ["flags.js", "flags.d.ts"]) copyFileSync(join(generated, name), join(path, name));
    writeFileSync(join(path, "package.json"), '{ "type": "module" }');
    writeFileSync(join(path, "right.ts"), source(""));
    writeFileSync(join(path, "wrong.ts"), source("e"));
    for (const name of ["right", "wrong"])
      writeFileSync(join(path, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  });
}

const compilerOptions = { noEmit: true, strict: true, target: "es2022", module: "nodenext", types: [] };

function source(ending) {
  const questions = Array.from({ length: 1000 }, (_, n) => `customer.isEnabled("feature_${10 * n}_on${ending}");`);
  return [
    'import { lookup } from "./flags.js";',
    'const customer = lookup({ account: "acme" });',
    "export const answers = [",
    ...questions.map((question) => `  ${question.replace(";", ",")}`),
    "];",
    "",
  ].join("\n");
}
