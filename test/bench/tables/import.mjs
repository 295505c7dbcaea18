import { figure, growth } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked, lastDays } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild } from "../processes.mjs";
import { bytesOf, filesOf } from "../workplace.mjs";

const collected = ["--expose-gc"];

/** The time that a service takes to its first answer, and the memory that it then holds. */
export const importing = {
  name: "import",
  title: "Import and memory",
  about: [
    "The time from the import of `generated/flags.js` to its first answer, and the memory held then, in and outside the heap, after",
    "garbage collection. Each is measured in a new process. The baseline is `new Set(JSON.parse(text))` with the same ids, once the",
    "text has been read. In the rows “from 100,000 to 1,000,000”, what 100 customers cost is subtracted from both.",
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
      const work = `${flags.toLocaleString("en-US")} flags, 10,000 customers:`;
      rows.push(
        figure({ work: `${work} import to first answer`, unit: "ms", samples: ours.map(({ ms }) => ms) }),
        figure({ work: `${work} memory held`, unit: "MB", samples: ours.map(({ MB }) => MB) }),
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
  return `${customers.toLocaleString("en-US")} customers${dated ? " with dates" : ""}`;
}

function figuresOf({ customers, dated }, { set, ours, bytes }) {
  const isJudged = customers === 1_000_000;
  const ms = ours.map((each) => each.ms);
  return [
    figure({
      work: `${nameOf(customers, dated)}: import to first answer`,
      unit: "ms",
      samples: ms,
      base: ["a Set of the ids", set.map((each) => each.ms)],
      atMost: isJudged ? 0.1 : undefined,
    }),
    figure({
      work: `${nameOf(customers, dated)}: import to first answer vs reading the files`,
      unit: "ms",
      samples: ms,
      base: ["reading the files", bytes.map((each) => each.ms)],
    }),
    figure({
      work: `${nameOf(customers, dated)}: memory held`,
      unit: "MB",
      samples: ours.map((each) => each.MB),
      base: ["a Set of the ids", set.map((each) => each.MB)],
      atMost: isJudged ? 0.4 : undefined,
    }),
  ];
}

function growthOf(dated, opened) {
  const samples = (customers, unit) => opened.get(customers).ours.map((each) => each[unit]);
  return [
    ["ms", "import to first answer"],
    ["MB", "memory held"],
  ].map(([unit, work]) =>
    growth({
      work: `from 100,000 to ${nameOf(1_000_000, dated)}: ${work}`,
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
  return figure({
    work: "1,000,000 customers with dates: first lookup after a date has passed",
    unit: "ms",
    samples: ours,
    atMost: 1,
  });
}

function sizeOf(customers, workplace) {
  const module = workplace.module({ flags: 10, customers });
  const ids = Array.from({ length: customers }, (_, n) => idOf(n).length).reduce((sum, length) => sum + length, 0);
  return figure({
    work: `${nameOf(customers, false)}: size of flags.js and flags.bin`,
    unit: "bytes",
    samples: [bytesOf(module)],
    base: ["the ids as text", [ids]],
    atMost: customers === 1_000_000 ? 1.6 : undefined,
  });
}
