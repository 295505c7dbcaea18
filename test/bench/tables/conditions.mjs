import { figure } from "../figures.mjs";
import { askChild } from "../processes.mjs";

const customers = 10_000;

/** What conditions on attributes cost a lookup, compared with the same flags without them. */
export const conditions = {
  name: "conditions",
  title: "Conditions",
  about: [
    "Flags of which each has a condition on three of ten attributes, beside the same flags without: a lookup tells three",
    "attributes and asks one flag. Half of the customers are listed; for the others the condition is evaluated, and does",
    "not hold by its last test.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const flags = 1000;
    const plain = workplace.module({ flags, customers });
    const conditional = workplace.module({ flags, customers, conditional: true });
    const request = { customers, plain, conditional, rounds: 5, questions: 20_000 };
    const processes = Array.from({ length: rounds }, () => askChild("ask-conditions", request));
    const samples = (name) => processes.map((each) => each[name]);
    const row = (work, name, atMost) =>
      figure({ work, unit: "ns", samples: samples(name), base: ["without conditions", samples("plain")], atMost });
    return [
      row("1,000 flags with conditions, 3 of 10 attributes told", "told", 1.5),
      row("1,000 flags with conditions, nothing told", "untold"),
    ];
  },
};
