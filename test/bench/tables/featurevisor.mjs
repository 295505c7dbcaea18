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

/** The commands, compared with those of Featurevisor, which also compiles files in a repository. */
export const featurevisor = {
  name: "featurevisor",
  title: "check and build, compared with Featurevisor",
  about: [
    "Whole processes with 100 flags for the same 100,000 ids in one environment: a Featurevisor segment, and a group of ours. Both",
    "builds start without earlier output. The last two rows show how long Node alone takes.",
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
      row("check vs featurevisor lint", "check", lint, 0.1),
      row("build vs featurevisor build", "ours", build, 0.1),
      row("node -e 0 vs featurevisor lint", "node", lint),
      row("node -e 0 vs featurevisor build", "node", build),
    ];
  },
};

function assertComplete(datafile) {
  const { features, segments } = JSON.parse(readFileSync(datafile, "utf8"));
  assert.equal(features.length, spec.flags);
  assert.equal(JSON.parse(segments[0].conditions)[0].value.length, spec.customers);
}
