import { dirname } from "node:path";
import { figure } from "../figures.mjs";
import { asked } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild } from "../processes.mjs";

/** What an OpenFeature provider adds to the cost of the module that it asks. */
export const doors = {
  name: "doors",
  title: "OpenFeature",
  about: [
    "An answer of the server provider, awaited, without the SDK around it: what it takes more than `lookup` and `details`",
    "of the module in the same round, in processor time. The context is a targeting key alone; or one with three attributes, a date of",
    "creation and a key of somebody else.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const spec = { flags: 100, customers: 10_000, outputs: ["openfeature"] };
    const row = (work, kind, conditional) => {
      const folder = dirname(workplace.module({ ...spec, conditional }));
      const samples = inTurn(rounds, { more: () => askChild("ask-provider", { folder, flag: asked })[kind].more }).more;
      return figure({ work: `${work}, over the module's own`, unit: "ns", samples, atMost: 3000 });
    };
    return [
      row("an answer for a targeting key", "key", false),
      row("an answer for a context with attributes, to a flag with conditions", "full", true),
    ];
  },
};
