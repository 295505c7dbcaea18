import { figure } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { peers } from "../peers/index.mjs";
import { askChild } from "../processes.mjs";
import { only } from "../wording.mjs";

const customers = 100_000;

/** What a service pays before its first answer, compared with the same service with another evaluator. */
export const opening = {
  name: "opening",
  title: "Import and memory beside others",
  about: [
    "The same for 100,000 plain customers: beside what each of the others takes to be imported, to read and parse the",
    "list, to be opened over it and to answer once.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const ids = { listed: idOf(0), absent: idOf(customers) };
    const request = { path: workplace.module({ flags: 10, customers }), flag: asked, ...ids };
    const open = (peer) => askChild("open-peer", { peer, path: workplace.idsFile(customers), ...ids }, ["--expose-gc"]);
    const samples = inTurn(rounds, {
      ours: () => askChild("open-module", request, ["--expose-gc"]),
      ...Object.fromEntries(Object.keys(peers).map((peer) => [peer, () => open(peer)])),
    });
    return ["ms", "MB"].flatMap((unit) =>
      Object.keys(peers).map((peer) =>
        figure({
          work: `${unit === "ms" ? "import until the first answer" : "memory held"} beside ${peer}`,
          unit,
          samples: only(unit, samples.ours),
          base: [peer, only(unit, samples[peer])],
        }),
      ),
    );
  },
};
