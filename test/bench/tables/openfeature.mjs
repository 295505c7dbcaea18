import { dirname } from "node:path";
import { figure } from "../figures.mjs";
import { asked } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild } from "../processes.mjs";

/** What an OpenFeature provider adds to the cost of an answer. */
export const openfeature = {
  name: "openfeature",
  title: "OpenFeature provider",
  about: [
    "What the server provider adds: the processor time of an awaited answer, without the SDK around it, minus that of `lookup` and",
    "`details` in the same round. The context is a targeting key alone, or also has three attributes, a creation date and another",
    "vendor's key.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const spec = { flags: 100, customers: 10_000, outputs: ["openfeature"] };
    const row = (work, kind, conditional) => {
      const folder = dirname(workplace.module({ ...spec, conditional }));
      const samples = inTurn(rounds, { more: () => askChild("ask-provider", { folder, flag: asked })[kind].more }).more;
      return figure({ work: `provider overhead: ${work}`, unit: "ns", samples, atMost: 3000 });
    };
    return [
      row("targeting key only", "key", false),
      row("context with attributes, flag with conditions", "full", true),
    ];
  },
};
