import { writeFileSync } from "node:fs";
import { figure } from "../figures.mjs";
import { asked, objectOf } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild } from "../processes.mjs";

const flags = 1000;

/** What values add to the import of a module, and to a lookup. */
export const values = {
  name: "values",
  title: "Values of variants",
  about: [
    "A module of 1,000 flags whose variant stands for an object of 1 KB, beside one whose variants are names alone: what",
    "the values add to the time from the import to the first answer, beside `JSON.parse` of all of them in a process of its",
    "own; and what `value` takes beside `variant`. Processor time, since a difference of waits says little.",
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
        work: "1,000 flags with values of 1 KB, what these add to the import",
        unit: "ms",
        samples: samples.values.map((ms, round) => ms - samples.names[round]),
        base: ["JSON.parse of the values", samples.parse],
        atMost: 1.2,
      }),
      figure({
        work: "`value` of one of them",
        unit: "ns",
        samples: lookups.map(({ value }) => value),
        base: ["`variant`", lookups.map(({ variant }) => variant)],
        atMost: 1.1,
      }),
    ];
  },
};
