import { figure, growth } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked, lastDays } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild } from "../processes.mjs";
import { bytesOf, filesOf } from "../workplace.mjs";

const collected = ["--expose-gc"];

/** What a service pays before its first answer, and the memory that it then holds. */
export const importing = {
  name: "import",
  title: "Import and memory",
  about: [
    "The time from the import of `generated/flags.js` to the first answer, and what is held then, in the heap and outside",
    "it, after the garbage is gone; each in a process of its own. Beside it the ids alone, as `new Set(JSON.parse(text))`",
    "of a text that has been read.",
  ].join("\n"),
  run(context) {
    const { sizes, flagCounts, rounds, workplace } = context;
    const rows = [];
    for (const dated of [false, true]) {
      const opened = new Map(
        sizes.map((customers) => [customers, open({ flags: 10, customers, dated }, rounds, workplace)]),
      );
      for (const [customers, samples] of opened) rows.push(...figuresOf({ customers, dated }, samples));
      if (opened.has(1_000_000)) rows.push(...growthOf(dated, opened));
    }
    for (const flags of flagCounts.filter((count) => count !== 10)) {
      const { ours } = open({ flags, customers: 10_000 }, rounds, workplace);
      const work = `${flags.toLocaleString("en-US")} flags, 10,000 customers`;
      rows.push(
        figure({ work: `${work}, import until the first answer`, unit: "ms", samples: ours.map(({ ms }) => ms) }),
        figure({ work: `${work}, memory held`, unit: "MB", samples: ours.map(({ MB }) => MB) }),
      );
    }
    if (sizes.includes(1_000_000)) rows.push(passDate(rounds, workplace));
    return [...rows, ...sizes.map((customers) => sizeOf(customers, workplace))];
  },
};

function open(spec, rounds, workplace) {
  const path = workplace.module(spec);
  const ids = { listed: idOf(0), absent: idOf(spec.customers) };
  return inTurn(rounds, {
    set: () => askChild("open-set", { path: workplace.idsFile(spec.customers), ...ids }, collected),
    ours: () => askChild("open-module", { path, flag: asked, ...ids }, collected),
    bytes: () => askChild("read-bytes", { paths: filesOf(path) }),
  });
}

function nameOf(customers, dated) {
  return `${customers.toLocaleString("en-US")} ${dated ? "dated" : "plain"} customers`;
}

function figuresOf({ customers, dated }, { set, ours, bytes }) {
  const isJudged = customers === 1_000_000;
  const ms = ours.map((each) => each.ms);
  return [
    figure({
      work: `${nameOf(customers, dated)}, import until the first answer`,
      unit: "ms",
      samples: ms,
      base: ["the ids as a Set", set.map((each) => each.ms)],
      atMost: isJudged ? 0.1 : undefined,
    }),
    figure({
      work: `${nameOf(customers, dated)}, the same beside reading`,
      unit: "ms",
      samples: ms,
      base: ["the module's bytes", bytes.map((each) => each.ms)],
    }),
    figure({
      work: `${nameOf(customers, dated)}, memory held`,
      unit: "MB",
      samples: ours.map((each) => each.MB),
      base: ["the ids as a Set", set.map((each) => each.MB)],
      atMost: isJudged ? 0.4 : undefined,
    }),
  ];
}

function growthOf(dated, opened) {
  const samples = (customers, unit) => opened.get(customers).ours.map((each) => each[unit]);
  return [
    ["ms", "import until the first answer"],
    ["MB", "memory held"],
  ].map(([unit, work]) =>
    growth({
      work: `from 100,000 to ${nameOf(1_000_000, dated)}, ${work}`,
      unit,
      few: samples(100, unit),
      many: samples(100_000, unit),
      most: samples(1_000_000, unit),
      atMost: 12,
    }),
  );
}

function passDate(rounds, workplace) {
  const path = workplace.module({ flags: 10, customers: 1_000_000, dated: true });
  const after = Date.parse(`${lastDays[0]}T24:00:00Z`);
  const request = { path, listed: idOf(0), flag: asked, before: after - 1, after };
  const { ours } = inTurn(rounds, { ours: () => askChild("pass-date", request).ms });
  return figure({ work: "1,000,000 dated customers, first lookup after a date", unit: "ms", samples: ours, atMost: 1 });
}

function sizeOf(customers, workplace) {
  const module = workplace.module({ flags: 10, customers });
  const ids = Array.from({ length: customers }, (_, n) => idOf(n).length).reduce((sum, length) => sum + length, 0);
  return figure({
    work: `${nameOf(customers, false)}, flags.js and flags.bin`,
    unit: "bytes",
    samples: [bytesOf(module)],
    base: ["the ids' bytes", [ids]],
    atMost: customers === 1_000_000 ? 1.6 : undefined,
  });
}
