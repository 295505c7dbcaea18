// `npm run mutants [-- --seed N --count N --only AREA|PATH --numbers N,N --workers N --bar PERCENT]`: do the tests notice a wrong source?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle, repository } from "./bundle.mjs";
import { sitesOf } from "./operators.mjs";
import { share } from "./workers.mjs";

const areas = {
  rules: "scripts/compile/4-rules",
  policies: "scripts/gate/policies",
  effect: "scripts/effect",
  edits: "scripts/edit",
  runtime: "scripts/runtime",
};

/** Files that only the emitted module and other processes run, whose bundles have no mutants. */
const emitted = /^scripts\/runtime\/(?:doors\/|watch-file|api\/forced-answers)/;

/** Tests that run in one process; the others are slow, or ask the command, whose bundle has no mutants. */
const tests = ["compile", "gate", "edit", "effect", "runtime", "report", "commands"].map((name) => `test/${name}`);
const slow = /git-situations|commands\/(?:diff|log|stages)\.|generated\.test|pages\.test|watch-file|codeowners|real-/;
const further = ["test/docs.test.ts", "test/instance.test.ts"];

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "20261128" },
    count: { type: "string", default: "300" },
    workers: { type: "string", default: "2" },
    only: { type: "string" },
    numbers: { type: "string" },
    bar: { type: "string", default: "95" },
  },
});

function filesIn(folder, end) {
  const names = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(end) && !name.includes("/shapes/") && !name.endsWith(".d.ts"))
    .sort();
}

/** Numbers in [0, 1) that are the same for the same seed: mulberry32. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As many mutants of each area. */
function choose() {
  const within = areas[options.only] ?? options.only ?? "";
  const names = Object.keys(areas).filter((name) => within.startsWith(areas[name]) || areas[name].startsWith(within));
  const each = Math.ceil(Number(options.count) / names.length);
  return names
    .flatMap((area) => {
      const random = randomFrom(Number(options.seed));
      const sites = filesIn(areas[area], ".ts")
        .filter((path) => path.startsWith(within) && !emitted.test(path))
        .flatMap((path) => sitesOf(path, readFileSync(join(repository, path), "utf8")))
        .map((site) => ({ area, ...site, order: random() }));
      return sites.sort((a, b) => a.order - b.order).slice(0, each);
    })
    .map((site, number) => ({ ...site, number }))
    .filter(({ number }) => options.numbers === undefined || options.numbers.split(",").includes(`${number}`));
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/** How survivors.md names a mutant: without its line, which moves. */
function nameOf({ path, was, becomes, drop }) {
  return `${path}: \`${oneLine(was)}\` → ${drop ? "nothing" : `\`${oneLine(becomes)}\``}`;
}

/** Files of tests with what each test meets. */
async function survey(files) {
  const known = [];
  await share(Number(options.workers), files, async (worker, file) => {
    const answer = await worker.ask({ ask: "survey", file }, 600_000);
    if (answer === undefined) throw new Error(`${file} does not end`);
    if (answer.rows.length < answer.count)
      console.error(`${file}: ${answer.count - answer.rows.length} of ${answer.count} tests cannot run here`);
    known.push({ file, ...answer });
    if (process.env.MUTANTS_LOUD)
      console.error(file, Math.round(answer.rows.reduce((sum, { took }) => sum + took, 0)), "ms");
  });
  return known;
}

/** Which test catches a mutant: `{ by }`, `{ late: true }` where it does not end, `{}` where none does. */
async function judge(worker, { number }, known) {
  const meeting = known.flatMap(({ met, rows }) =>
    rows.filter((row) => met.includes(number) || row.met.includes(number)),
  );
  const ordered = meeting.sort((a, b) => a.took - b.took);
  const patience = 30_000 + 5 * ordered.reduce((sum, { took }) => sum + took, 0);
  const ask = { ask: "judge", number, tests: ordered.map(({ file, index }) => ({ file, index })) };
  if (ordered.length === 0) return { unmet: true };
  const answer = await worker.ask(ask, patience);
  if (answer === undefined) return { late: true };
  const isMetEarly = known.some(({ met }) => met.includes(number));
  if (answer.by === undefined ? !isMetEarly : !answer.spoilt) return answer;
  // what an earlier mutant left in a cache, or what was computed without this one
  const again = await worker.ask(ask, patience + 60_000, true);
  worker.stop();
  return again ?? { late: true };
}

function report(mutants, found) {
  const path = join(repository, "test/mutants/survivors.md");
  const known = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  const isEquivalent = (mutant) => known.some((line) => line.startsWith(`- ${nameOf(mutant)}`));
  const survivors = mutants.filter(({ number }) => found.get(number).by === undefined && !found.get(number).late);
  const open = survivors.filter((mutant) => !isEquivalent(mutant));
  for (const area of Object.keys(areas)) {
    const of = mutants.filter((mutant) => mutant.area === area);
    const lived = survivors.filter((mutant) => mutant.area === area);
    console.log(
      `${area}: ${of.length} mutants, ${lived.length} not caught, ${lived.filter(isEquivalent).length} of them explained`,
    );
  }
  for (const mutant of open) {
    const why = found.get(mutant.number).unmet ? " (no test runs it)" : "";
    console.log(`- ${nameOf(mutant)} (number ${mutant.number}, line ${mutant.line})${why}`);
  }
  const changing = mutants.length - (survivors.length - open.length);
  const share = (100 * (changing - open.length)) / changing;
  console.log(
    `${(changing - open.length).toString()} of ${changing} mutants that change behaviour are caught: ${share.toFixed(1)} %`,
  );
  process.exitCode = share < Number(options.bar) ? 1 : 0;
}

const mutants = choose();
const files = [...tests.flatMap((folder) => filesIn(folder, ".test.ts")), ...further].filter(
  (file) => !slow.test(file),
);
await bundle(files, mutants);
console.error(`${mutants.length} mutants, ${files.length} files of tests`);
const began = Date.now();
const known = await survey(files);
console.error(`surveyed in ${Math.round((Date.now() - began) / 1000)} s`);
const found = new Map();
await share(Number(options.workers), mutants, async (worker, mutant) => {
  const answer = await judge(worker, mutant, known);
  found.set(mutant.number, answer);
  const outcome = answer.by
    ? `caught by ${answer.by.file}`
    : answer.late
      ? "does not end"
      : answer.unmet
        ? "NOT RUN"
        : "LIVES";
  console.error(`${found.size}/${mutants.length} ${outcome}: ${nameOf(mutant)} (line ${mutant.line})`);
});
report(mutants, found);
process.exit();
