import { figure } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { peers } from "../peers/index.mjs";
import { askChild } from "../processes.mjs";
import { only } from "../wording.mjs";

const customers = 100_000;

/** The time to a first answer and the memory held, compared with other evaluators. */
export const importPeers = {
  name: "import-peers",
  title: "Import and memory, compared with others",
  about: [
    "The same for 100,000 customers, compared with what each of the others takes to be imported, read and parse the list, start with",
    "it, and answer once.",
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
          work: `${unit === "ms" ? "import to first answer" : "memory held"} vs ${peer}`,
          unit,
          samples: only(unit, samples.ours),
          base: [peer, only(unit, samples[peer])],
        }),
      ),
    );
  },
};
