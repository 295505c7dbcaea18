import { figure } from "../figures.mjs";
import { peers as scanning } from "../peers/index.mjs";
import { askChild } from "../processes.mjs";
import { countOf } from "../wording.mjs";

const ways = ["now", "at", "second"];

/** What an answer costs compared with the same answer from what people would use instead. */
export const peers = {
  name: "peers",
  title: "Lookups beside others",
  about: [
    "The slowest of our answers (a lookup now, with `at`, a second question) beside the same answer by others, from the",
    "same lists, in one process and in turn; ids are fresh as above. Each is used as its documentation says for lists of",
    "ids: a Featurevisor segment and a flagd targeting with `in`, a GrowthBook saved group, an Unleash segment; where",
    "entries have dates, one of these for each date. All four look through the list for each answer; none of them has",
    "another way to say in its configuration who is listed. (GrowthBook's and Unleash's advice for lists of this size is",
    "to look ids up in a store outside, before the question.) OpenFeature's SDK gets a provider of a few lines around our",
    "module.",
  ].join("\n"),
  run({ sizes, rounds, workplace }) {
    return [false, true].flatMap((dated) =>
      sizes
        .filter((customers) => !dated || customers < 1_000_000)
        .flatMap((customers) => beside({ customers, dated }, rounds, workplace)),
    );
  },
};

function beside({ customers, dated }, rounds, workplace) {
  const module = workplace.module({ flags: 10, customers, dated });
  const request = { customers, dated, module, rounds: customers < 1_000_000 ? 3 : 1 };
  const processes = Array.from({ length: rounds }, () => askChild("ask-peers", request));
  const samples = processes.map((each) => Math.max(...ways.map((way) => each[way])));
  return Object.keys(processes[0])
    .filter((name) => !ways.includes(name))
    .map((name) =>
      figure({
        work: `${countOf(customers)} ${dated ? "dated" : "plain"} customers, an answer beside ${name}`,
        unit: "ns",
        samples,
        base: [name, processes.map((each) => each[name])],
        atMost: customers < 10_000 ? undefined : name in scanning ? 0.02 : 0.1,
      }),
    );
}
