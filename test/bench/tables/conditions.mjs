import { figure } from "../figures.mjs";
import { askChild } from "../processes.mjs";

const customers = 10_000;

/** The cost of conditions on attributes, compared with the same flags without them. */
export const conditions = {
  name: "conditions",
  title: "Conditions",
  about: [
    "A lookup and one answer, with a condition on three of ten attributes on each flag, compared with the same flags without",
    "conditions. Half of the customers are listed. For the others the condition is evaluated, and fails only at its last test.",
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
      row("1,000 flags with conditions: 3 of 10 attributes given", "given", 1.5),
      row("1,000 flags with conditions: no attributes given", "none"),
    ];
  },
};
