import { figure } from "../figures.mjs";
import { askChild } from "../processes.mjs";

const targets = { 100: [], 10000: [1.2, 1.5, 0.5], 100000: [undefined, 0.8], 1000000: [undefined, 0.7] };

const ways = {
  now: "lookup and isEnabled",
  at: "lookup with `at` and isEnabled",
  second: "isEnabled on the same lookup",
};

/** The cost of an answer, compared with `Set.has` of the same id. */
export const lookup = {
  name: "lookup",
  title: "Lookups",
  about: [
    "The time of one answer. As in a real request, each id is a new string, so no table has seen it and its hash is not cached.",
    "Half of the ids are listed; they alternate with the others, in random order. Each sample is the median of several rounds in",
    "a separate process, in which all take turns, each after some questions that are not timed: what was asked before may have left",
    "another table in the processor's caches, or the same one. “The same lookup” is a second flag asked of a lookup that exists",
    "already. `Map.get` finds the end date of an entry, which is compared with an instant.",
  ].join("\n"),
  run({ sizes, flagCounts, rounds, workplace }) {
    return [
      ...sizes.flatMap((customers) => bySize(customers, { rounds, workplace })),
      ...flagCounts.filter((flags) => flags !== 10).flatMap((flags) => byFlags(flags, { rounds, workplace })),
    ];
  },
};

function askInTurn(customers, modules, rounds) {
  const request = { customers, modules, rounds: 5, questions: 20_000 };
  const processes = Array.from({ length: rounds }, () => askChild("ask", request));
  return (name) => processes.map((each) => each[name]);
}

function bySize(customers, { rounds, workplace }) {
  const spec = { flags: 10, customers };
  const module = (more) => workplace.module({ ...spec, ...more });
  const of = (more) => `${customers.toLocaleString("en-US")} customers${more}`;
  const [now, at, second] = targets[customers];

  const plain = askInTurn(customers, { plain: module({}), patterned: module({ patterned: true }) }, rounds);
  const listed = askInTurn(customers, { listed: module({ by: "flag" }) }, rounds);
  const dated = askInTurn(customers, { dated: module({ dated: true }) }, rounds);
  const answers = (samples, name, what) => [
    figure({
      work: of(`${what}: ${ways.now}`),
      unit: "ns",
      samples: samples(`${name}: now`),
      base: ["Set.has + Date.now()", samples("Set.has + Date.now()")],
      atMost: now,
    }),
    figure({
      work: of(`${what}: ${ways.at}`),
      unit: "ns",
      samples: samples(`${name}: at`),
      base: ["Set.has", samples("Set.has")],
      atMost: at,
    }),
    figure({
      work: of(`${what}: ${ways.second}`),
      unit: "ns",
      samples: samples(`${name}: second`),
      base: customers < 100_000 ? ["Set.has", samples("Set.has")] : ["lookup with `at`", samples(`${name}: at`)],
      atMost: customers < 100_000 ? second : 0.2,
    }),
  ];
  return [
    ...answers(plain, "plain", " in a group"),
    ...answers(listed, "listed", " in the flag's list"),
    ...answers(dated, "dated", " with dates"),
    figure({
      work: of(` with dates: ${ways.at} vs a Map`),
      unit: "ns",
      samples: dated("dated: at"),
      base: ["Map.get", dated("Map.get")],
    }),
    ...Object.entries(ways).map(([way, what]) =>
      figure({
        work: of(` and 20 patterns: ${what}`),
        unit: "ns",
        samples: plain(`patterned: ${way}`),
        base: ["without patterns", plain(`plain: ${way}`)],
        atMost: 1.3,
      }),
    ),
  ];
}

function byFlags(flags, { rounds, workplace }) {
  const customers = 10_000;
  const samples = askInTurn(customers, { module: workplace.module({ flags, customers }) }, rounds);
  return [
    figure({
      work: `${flags.toLocaleString("en-US")} flags, 10,000 customers: ${ways.at}`,
      unit: "ns",
      samples: samples("module: at"),
      base: ["Set.has", samples("Set.has")],
    }),
  ];
}
