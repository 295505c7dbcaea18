import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { figure } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild, root } from "../processes.mjs";
import { countOf, only } from "../wording.mjs";

const lookupTargets = { 100: { at: 1.3, now: 1.25 }, 10000: { at: 1.2, now: 1.1 } };
const importTargets = { 100: 6, 1000: 2, 10000: 1.5 };
const byteTargets = { "flags.js": 20_000, "lite.js": 10_000 };

/** The cost of small instances, of cold starts and of many flags. */
export const small = {
  name: "small",
  title: "Small instances, cold starts, many flags",
  about: [
    "Lookups: the module and the Set take turns in one process, and the best of 25 rounds counts; then the median of several",
    "processes. Cold import: the time from import to first answer in a new process, minus the import of an empty module, compared",
    "with reading and parsing `flags.json`; each flag lists two customers and names a group with as many customers as there are",
    "flags. Size: the files generated from this repository's own flags, bundled and minified by esbuild, then gzipped.",
  ].join("\n"),
  async run({ sizes, flagCounts, rounds, workplace }) {
    return [
      ...Object.keys(lookupTargets).flatMap((customers) => lookups(Number(customers), { rounds, workplace })),
      unused({ rounds, workplace }),
      ...Object.keys(importTargets)
        .map(Number)
        .filter((flags) => flags === 100 || flagCounts.includes(flags))
        .flatMap((flags) => imports(flags, { rounds, workplace })),
      ...(sizes.includes(1_000_000) ? [memory({ rounds, workplace })] : []),
      ...(await Promise.all(Object.keys(byteTargets).map(bytes))),
    ];
  },
};

function lookups(customers, { rounds, workplace }) {
  const targets = lookupTargets[customers];
  return ["group", "flag"].flatMap((by) => {
    const path = workplace.module({ flags: 10, customers, by });
    const best = Array.from({ length: rounds }, () => askChild("ask-best", { customers, path, questions: 20_000 }));
    const work = `${countOf(customers)} customers in ${by === "group" ? "a group" : "the flag's list"}, best of 25 rounds`;
    const samples = (name) => best.map((each) => each[name]);
    return [
      figure({
        work: `${work}: lookup with \`at\` and isEnabled`,
        unit: "ns",
        samples: samples("at"),
        base: ["Set.has", samples("Set.has")],
        atMost: targets.at,
      }),
      figure({
        work: `${work}: lookup and isEnabled`,
        unit: "ns",
        samples: samples("now"),
        base: ["Set.has + Date.now()", samples("Set.has + Date.now()")],
        atMost: targets.now,
      }),
    ];
  });
}

/** `testing.js` affects every copy of one build, so the file with it is made to look like another build. */
function unused({ rounds, workplace }) {
  const plain = workplace.module({ flags: 10, customers: 100 });
  const folder = workplace.once("another-build", (path) => {
    cpSync(dirname(plain), path, { recursive: true });
    const text = readFileSync(plain, "utf8");
    writeFileSync(join(path, "flags.js"), text.replace(/\.share\("\w+"/, '.share("another"'));
  });
  const request = { plain, tested: join(folder, "flags.js"), flag: asked };
  const best = Array.from({ length: rounds }, () => askChild("ask-held", request));
  return figure({
    work: "isEnabled with `testing.js` loaded but unused",
    unit: "ns",
    samples: best.map(({ tested }) => tested),
    base: ["without `testing.js`", best.map(({ plain }) => plain)],
    atMost: 1.05,
  });
}

function imports(flags, { rounds, workplace }) {
  const path = workplace.module({ flags, customers: flags, outputs: ["lite"] });
  const empty = workplace.once("empty.mjs", (file) => writeFileSync(file, "export const nothing = undefined;\n"));
  const request = { listed: idOf(0), flag: asked };
  const samples = inTurn(3 * rounds, {
    empty: () => askChild("open-cold", { path: empty, ...request }).ms,
    ours: () => askChild("open-cold", { path, ...request }).ms,
    lite: () => askChild("open-cold", { path: path.replace(/flags\.js$/, "lite.js"), ...request }).ms,
    json: () => askChild("read-json", { path: path.replace(/\.js$/, ".json") }).ms,
  });
  const row = (name, list, atMost) =>
    figure({
      work: `${countOf(flags)} flags: cold import of ${name} to first answer`,
      unit: "ms",
      samples: list.map((ms, round) => ms - samples.empty[round]),
      base: ["reading and JSON.parse", samples.json],
      atMost,
    });
  const ours = row("flags.js", samples.ours, importTargets[flags]);
  return flags === 100 ? [ours, row("lite.js", samples.lite)] : [ours];
}

function memory({ rounds, workplace }) {
  const customers = 1_000_000;
  const path = workplace.module({ flags: 1000, customers });
  const request = { listed: idOf(0), absent: idOf(customers), flag: asked };
  const { ours, set } = inTurn(rounds, {
    ours: () => askChild("open-module", { path, ...request }, ["--expose-gc"]),
    set: () => askChild("open-set", { path: workplace.idsFile(customers), ...request }, ["--expose-gc"]),
  });
  return figure({
    work: "1,000 flags, 1,000,000 customers: memory held",
    unit: "MB",
    samples: only("MB", ours),
    base: ["a Set of the ids", only("MB", set)],
    atMost: 0.4,
  });
}

async function bytes(name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "generated", name)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
  });
  return figure({
    work: `size of ${name}, minified and gzipped`,
    unit: "bytes",
    samples: [gzipSync(outputFiles[0].text, { level: 9 }).length],
    atMost: byteTargets[name],
  });
}
