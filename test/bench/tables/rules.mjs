import { join } from "node:path";
import { figure } from "../figures.mjs";
import { today } from "../instances.mjs";
import { askChild, cli, timeProcess } from "../processes.mjs";
import { writeRules } from "../rules.mjs";

const flags = 1000;

/** How many times as long as the peer's an answer may take, by peer; versions cost others more. */
const bars = {
  "@openfeature/flagd-core": { plain: 1, versioned: 0.25 },
  "@featurevisor/sdk": { plain: 0.1, versioned: 0.1 },
};

/** What an answer by attributes costs compared with the same answer from others. */
export const rules = {
  name: "rules",
  title: "Conditions beside others",
  about: [
    "A lookup and the answer of one of 1,000 flags, of which each has one rule: two countries, a platform, and a number that is",
    "large enough, or a version of two sides. Others have the same rules as their documentation says: flagd a targeting with",
    "`in`, `==`, `>=` and `sem_ver`, Featurevisor a segment. What is told varies; half of the answers are true. All are",
    "asked in one process and in turn.",
  ].join("\n"),
  run({ rounds, workplace }) {
    return [false, true].flatMap((versioned) => beside(versioned, rounds, workplace));
  },
};

function beside(versioned, rounds, workplace) {
  const folder = workplace.once(versioned ? "rules-versioned" : "rules", (path) => {
    writeRules(path, { flags, versioned });
    timeProcess([cli, "build", "--as-of", today], { cwd: path });
  });
  const module = join(folder, "generated/flags.js");
  const request = { flags, versioned, module, rounds: 5, questions: 20_000 };
  const processes = Array.from({ length: rounds }, () => askChild("ask-rules", request));
  return Object.entries(bars).map(([name, { plain, versioned: withVersions }]) =>
    figure({
      work: `a rule with a ${versioned ? "version" : "number"}, beside ${name}`,
      unit: "ns",
      samples: processes.map(({ ours }) => ours),
      base: [name, processes.map((each) => each[name])],
      atMost: versioned ? withVersions : plain,
    }),
  );
}
