// `npm run mutants [-- --seed N --count N --only AREA|PATH --numbers N,N --workers N --target PERCENT]`: would the tests notice wrong code?
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
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

/** Sources that run only in other processes, where no mutant can be switched on. */
const elsewhere = /^scripts\/runtime\/(?:watch\.ts|doors\/testing)/;

/** Tests that are left out: they test what surrounds the sources, use other processes, or take long. */
const unfit =
  /^test\/(?:clients|cli|host|bench|ci|codes|exports|layers|package|readme|upkeep)\b|git-situations|gate\/gate\.|real-|emit\/(?:generated|testing)\.|pages\.test|runtime\/mutations/;

/** The folder with the tests of each area, which reach its mutants most directly. */
const rooms = {
  rules: "test/compile/",
  policies: "test/gate/",
  effect: "test/effect/",
  edits: "test/edit/",
  runtime: "test/runtime/",
};

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "20261128" },
    count: { type: "string", default: "300" },
    workers: { type: "string", default: "2" },
    only: { type: "string" },
    numbers: { type: "string" },
    tests: { type: "string" },
    unmet: { type: "boolean", default: false },
    target: { type: "string", default: "95" },
  },
});

function filesIn(folder, end) {
  const names = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(end) && !name.includes("/shapes/") && !name.endsWith(".d.ts"))
    .sort();
}

/**
 * Draws the same number of mutants in each area. Whether a site is drawn depends only on the seed, its file and its line, so a
 * change in one place does not affect which mutants are drawn elsewhere.
 */
function choose() {
  const within = areas[options.only] ?? options.only ?? "";
  const names = Object.keys(areas).filter((name) => within.startsWith(areas[name]) || areas[name].startsWith(within));
  const each = Math.ceil(Number(options.count) / names.length);
  return names
    .flatMap((area) => {
      const sites = filesIn(areas[area], ".ts")
        .filter((path) => path.startsWith(within) && !elsewhere.test(path))
        .flatMap((path) => withLots(sitesOf(path, readFileSync(join(repository, path), "utf8"))))
        .map((site) => ({ area, ...site }));
      return sites.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, each);
    })
    .map((site, number) => ({ ...site, number }))
    .filter(({ number }) => options.numbers === undefined || options.numbers.split(",").includes(`${number}`));
}

/** The sites of a file, each with the hash that decides whether it is drawn; equal lines are told apart by counting them. */
function withLots(sites) {
  const counts = new Map();
  return sites.map((site) => {
    const name = [options.seed, site.path, site.lineText, site.was, site.becomes].map(oneLine).join("\n");
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return { ...site, lot: createHash("sha256").update(`${name}\n${count}`).digest("hex") };
  });
}

/** The name of a mutant in survivors.md: with the text of its line if the changed part is short, not the number, which moves. */
function nameOf({ path, was, becomes, drop, lineText }) {
  const place = was.length < 12 ? ` in \`${oneLine(lineText)}\`` : "";
  return `${path}: \`${oneLine(was)}\` → ${drop ? "nothing" : `\`${oneLine(becomes)}\``}${place}`;
}

/** Runs each test file without mutants, and returns which mutants each of its tests reaches. */
async function survey(files) {
  const known = [];
  await share(staff, files, async (worker, file) => {
    const answer = await worker.ask({ ask: "survey", file }, 900_000);
    if (answer === undefined) throw new Error(`${file} does not finish`);
    if (answer.rows.length < answer.count)
      console.error(`${file}: ${answer.count - answer.rows.length} of ${answer.count} tests cannot run here`);
    known.push({ file, ...answer });
    if (process.env.MUTANTS_LOUD)
      console.error(file, Math.round(answer.rows.reduce((sum, { took }) => sum + took, 0)), "ms");
  });
  return known;
}

const caughtBy = new Map();

/** The time of a test for sorting; it counts as less if its file has caught other mutants or is in the folder of the area. */
function costOf({ file, took }, area) {
  return took / (1 + (caughtBy.get(file) ?? 0) + (file.startsWith(rooms[area]) ? 3 : 0)) ** 2;
}

/** As many of the first tests as fit into `budget` milliseconds of one core. */
function inBudget(ordered, budget) {
  let spent = 0;
  return ordered.filter(({ took }) => {
    spent += took;
    return spent < budget;
  });
}

/**
 * Finds the test that catches a mutant: `{ by }`; `{ late: true }` if a test does not finish, `{ unmet: true }` if none reaches it,
 * and `{}` if all pass.
 */
async function judge(worker, { number, area }, known) {
  const meeting = known.flatMap(({ met, rows }) =>
    rows.filter((row) => met.includes(number) || row.met.includes(number)),
  );
  if (meeting.length === 0) return { unmet: true };
  const ordered = meeting.sort((a, b) => costOf(a, area) - costOf(b, area));
  const ask = (budget, isFresh) => {
    const tests = inBudget(ordered, budget).map(({ file, index, took }) => ({ file, index, took }));
    return worker.ask({ ask: "judge", number, tests }, 60_000, isFresh);
  };
  const answer = await ask(40_000, false);
  if (answer === undefined) return { late: true };
  const isMetEarly = known.some(({ met }) => met.includes(number));
  if (answer.by === undefined ? !isMetEarly : !answer.spoilt) return answer;
  // an earlier mutant may have left its trace in a cache, or this one came after a value was cached
  const again = await ask(20_000, true);
  worker.stop();
  if (!again?.spoilt) return again ?? { late: true };
  // either what the file computed while it was loaded stays wrong, or the test fails without the mutant too
  const { file, index } = again.by;
  const without = await worker.ask({ ask: "judge", number: -1, tests: [{ file, index, took: 0 }] }, 60_000, true);
  worker.stop();
  return without !== undefined && without.by === undefined ? { by: again.by } : {};
}

function report(mutants, found) {
  const text = readFileSync(join(repository, "test/mutants/survivors.md"), "utf8");
  const known = text.slice(text.indexOf("## Equivalent"), text.indexOf("## Not caught")).split("\n");
  const isEquivalent = (mutant) => known.some((line) => line.startsWith(`- ${nameOf(mutant)}`));
  const survivors = mutants.filter(({ number }) => found.get(number).by === undefined && !found.get(number).late);
  const open = survivors.filter((mutant) => !isEquivalent(mutant));
  for (const area of Object.keys(areas)) {
    const of = mutants.filter((mutant) => mutant.area === area);
    const lived = survivors.filter((mutant) => mutant.area === area);
    console.log(
      `${area}: ${of.length} mutants, ${lived.length} not caught, ${lived.filter(isEquivalent).length} of them equivalent`,
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
  process.exitCode = share < Number(options.target) ? 1 : 0;
}

const mutants = choose();
const staff = { workers: Number(options.workers), mutants: Math.max(...mutants.map(({ number }) => number)) + 1 };
const files = options.tests?.split(",") ?? filesIn("test", ".test.ts").filter((file) => !unfit.test(file));
await bundle(files, mutants);
console.error(`${mutants.length} mutants, ${files.length} test files`);
const began = Date.now();
const known = await survey(files);
console.error(`surveyed in ${Math.round((Date.now() - began) / 1000)} s`);
if (options.unmet) {
  const met = new Set(known.flatMap(({ met, rows }) => [...met, ...rows.flatMap((row) => row.met)]));
  for (const mutant of mutants)
    if (!met.has(mutant.number)) console.log(`${mutant.path}:${mutant.line}: ${mutant.was}`);
  process.exit();
}
const found = new Map();
await share(staff, mutants, async (worker, mutant) => {
  const answer = await judge(worker, mutant, known);
  found.set(mutant.number, answer);
  if (answer.by !== undefined) caughtBy.set(answer.by.file, (caughtBy.get(answer.by.file) ?? 0) + 1);
  const outcome = answer.by
    ? `caught by ${answer.by.file}`
    : answer.late
      ? "does not finish"
      : answer.unmet
        ? "NOT RUN"
        : "SURVIVES";
  console.error(`${found.size}/${mutants.length} ${outcome}: ${nameOf(mutant)} (line ${mutant.line})`);
});
report(mutants, found);
process.exit();
