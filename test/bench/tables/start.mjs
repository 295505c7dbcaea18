import { cpSync } from "node:fs";
import { join } from "node:path";
import { figure } from "../figures.mjs";
import { today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { cli, root, timeProcess } from "../processes.mjs";

/** The cost of a command that has next to nothing to do. */
export const start = {
  name: "start",
  title: "Start-up",
  about:
    "Whole processes with this repository's own flags, compared with Node doing nothing. The edit adds a customer and removes it.",
  run({ rounds, workplace }) {
    const copy = workplace.once("shipped", (path) => {
      for (const part of ["package.json", "flags", "groups"])
        cpSync(join(root, part), join(path, part), { recursive: true });
    });
    const edit = (command) =>
      timeProcess([cli, command, "compact_sidebar", "u_99", "--as-of", today, "--yes"], { cwd: copy });
    const samples = inTurn(4 * rounds, {
      node: () => timeProcess(["-e", "0"]),
      help: () => timeProcess([cli, "--help"]),
      check: () => timeProcess([cli, "check", "--as-of", today]),
      edit: () => (edit("disable") + edit("unset")) / 2,
    });
    const base = ["node -e 0", samples.node];
    return [
      figure({ work: "flagstone --help", unit: "ms", samples: samples.help, base, atMost: 1.3 }),
      figure({
        work: "flagstone check, this repository's flags",
        unit: "ms",
        samples: samples.check,
        base,
        atMost: 2.5,
      }),
      figure({ work: "flagstone disable, a one-line edit", unit: "ms", samples: samples.edit, base, atMost: 3 }),
    ];
  },
};
