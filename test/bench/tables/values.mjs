import { writeFileSync } from "node:fs";
import { figure } from "../figures.mjs";
import { asked, objectOf } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild } from "../processes.mjs";

const flags = 1000;

/** What values add to the time of an import and of a lookup. */
export const values = {
  name: "values",
  title: "Values of variants",
  about: [
    "1,000 flags, each with a variant whose value is an object of 1 KB. The first row is what the values add to the time from import",
    "to first answer, compared with `JSON.parse` of all of them in a separate process; the second is `value` compared with `variant`.",
    "The first is processor time, which varies less.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const module = (variants) => workplace.module({ flags, customers: 100, variants });
    const paths = { names: module("names"), values: module("values") };
    const text = workplace.once("values.json", (path) =>
      writeFileSync(path, JSON.stringify(Array.from({ length: flags }, (_, n) => objectOf(n)))),
    );
    const samples = inTurn(3 * rounds, {
      names: () => askChild("open-values", { path: paths.names, flag: asked }).ms,
      values: () => askChild("open-values", { path: paths.values, flag: asked }).ms,
      parse: () => askChild("parse-json", { path: text }).ms,
    });
    const lookups = inTurn(rounds, { ns: () => askChild("ask-values", { path: paths.values, flag: asked }) }).ns;
    return [
      figure({
        work: "1,000 flags with values of 1 KB: time added to the import",
        unit: "ms",
        samples: samples.values.map((ms, round) => ms - samples.names[round]),
        base: ["JSON.parse of the values", samples.parse],
        atMost: 1.2,
      }),
      figure({
        work: "`value` of one flag",
        unit: "ns",
        samples: lookups.map(({ value }) => value),
        base: ["`variant`", lookups.map(({ variant }) => variant)],
        atMost: 1.1,
      }),
    ];
  },
};
