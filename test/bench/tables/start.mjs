import { figure } from "../figures.mjs";
import { today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { cli, timeProcess } from "../processes.mjs";

/** What the command takes where there is hardly anything to do. */
export const start = {
  name: "start",
  title: "Start-up",
  about: "Whole processes in the repository itself, beside node doing nothing.",
  run({ rounds }) {
    const samples = inTurn(4 * rounds, {
      node: () => timeProcess(["-e", "0"]),
      help: () => timeProcess([cli, "--help"]),
      check: () => timeProcess([cli, "check", "--as-of", today]),
    });
    const base = ["node -e 0", samples.node];
    return [
      figure({ work: "flagstone --help", unit: "ms", samples: samples.help, base, atMost: 1.4 }),
      figure({ work: "flagstone check of the shipped instance", unit: "ms", samples: samples.check, base, atMost: 3 }),
    ];
  },
};
