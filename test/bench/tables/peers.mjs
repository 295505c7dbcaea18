import { figure } from "../figures.mjs";
import { peers as scanning } from "../peers/index.mjs";
import { askChild } from "../processes.mjs";
import { countOf } from "../wording.mjs";

const ways = ["now", "at", "second"];

/** The cost of an answer, compared with other evaluators. */
export const peers = {
  name: "peers",
  title: "Lookups, compared with others",
  about: [
    "Our slowest kind of answer (a lookup now, with `at`, or a second question), compared with the same answer from others. All",
    "have the same lists and take turns in one process; ids are new strings, as above. Each tool is used as its documentation",
    "recommends for lists of ids: a Featurevisor segment, a flagd targeting rule with `in`, a GrowthBook saved group, an Unleash",
    "segment; where entries have dates, one of these for each date. All four search the list for every answer; their",
    "configuration has no other way to say who is listed. (For lists of this size, GrowthBook and Unleash advise keeping the ids in",
    "an outside store.) OpenFeature's SDK is measured with a provider of a few lines over our module.",
  ].join("\n"),
  run({ sizes, rounds, workplace }) {
    return [false, true].flatMap((dated) =>
      sizes
        .filter((customers) => !dated || customers < 1_000_000)
        .flatMap((customers) => compare({ customers, dated }, rounds, workplace)),
    );
  },
};

function compare({ customers, dated }, rounds, workplace) {
  const module = workplace.module({ flags: 10, customers, dated });
  const request = { customers, dated, module, rounds: customers < 1_000_000 ? 3 : 1 };
  const processes = Array.from({ length: rounds }, () => askChild("ask-peers", request));
  const samples = processes.map((each) => Math.max(...ways.map((way) => each[way])));
  return Object.keys(processes[0])
    .filter((name) => !ways.includes(name))
    .map((name) =>
      figure({
        work: `${countOf(customers)} customers${dated ? " with dates" : ""}: one answer vs ${name}`,
        unit: "ns",
        samples,
        base: [name, processes.map((each) => each[name])],
        atMost: customers < 10_000 ? undefined : name in scanning ? 0.02 : 0.1,
      }),
    );
}
