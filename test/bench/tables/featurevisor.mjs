import { strict as assert } from "node:assert";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeProject } from "../featurevisor-project.mjs";
import { figure } from "../figures.mjs";
import { today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { cli, timeProcess } from "../processes.mjs";

const spec = { flags: 100, customers: 100_000 };
const command = fileURLToPath(new URL("../node_modules/@featurevisor/cli/bin.js", import.meta.url));

/** The commands compared with Featurevisor's, which also compiles files in a repository. */
export const featurevisor = {
  name: "featurevisor",
  title: "check and build beside Featurevisor",
  about: [
    "Whole processes on 100 features for 100,000 ids: there a segment, here a group; one environment. Neither build finds",
    "what an earlier one wrote.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const project = workplace.once("featurevisor", (path) => writeProject(path, spec));
    const instance = workplace.instance(spec);
    const afresh = (cwd, built, words) => {
      for (const path of built) rmSync(join(cwd, path), { recursive: true, force: true });
      return timeProcess(words, { cwd });
    };
    const subjects = {
      node: () => timeProcess(["-e", "0"]),
      lint: () => timeProcess([command, "lint"], { cwd: project }),
      theirs: () => afresh(project, ["dist", ".featurevisor"], [command, "build"]),
      check: () => timeProcess([cli, "check", "--as-of", today], { cwd: instance }),
      ours: () => afresh(instance, ["generated"], [cli, "build", "--as-of", today]),
    };
    subjects.theirs();
    assertComplete(join(project, "dist/production/datafile-tag-all.json"));
    const samples = inTurn(rounds, subjects);
    const row = (work, name, base, atMost) => figure({ work, unit: "ms", samples: samples[name], base, atMost });
    const lint = ["featurevisor lint", samples.lint];
    const build = ["featurevisor build", samples.theirs];
    return [
      row("100 flags, 100,000 plain entries, check beside Featurevisor", "check", lint, 0.1),
      row("100 flags, 100,000 plain entries, build beside Featurevisor", "ours", build, 0.1),
      row("node -e 0 beside Featurevisor's lint", "node", lint),
      row("node -e 0 beside Featurevisor's build", "node", build),
    ];
  },
};

function assertComplete(datafile) {
  const { features, segments } = JSON.parse(readFileSync(datafile, "utf8"));
  assert.equal(features.length, spec.flags);
  assert.equal(JSON.parse(segments[0].conditions)[0].value.length, spec.customers);
}
