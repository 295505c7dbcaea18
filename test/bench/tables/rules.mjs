import { join } from "node:path";
import { figure } from "../figures.mjs";
import { today } from "../instances.mjs";
import { askChild, cli, timeProcess } from "../processes.mjs";
import { writeRules } from "../rules.mjs";

const flags = 1000;

/** The target for each peer: our time divided by theirs. Versions cost the others more. */
const targets = {
  "@openfeature/flagd-core": { plain: 1, versioned: 0.25 },
  "@featurevisor/sdk": { plain: 0.1, versioned: 0.1 },
};

/** The cost of an answer that depends on attributes, compared with other evaluators. */
export const rules = {
  name: "rules",
  title: "Conditions, compared with others",
  about: [
    "A lookup and the answer of one of 1,000 flags. Each flag has one rule: two countries, a platform, and either a minimum number",
    "or a version range. The others have the same rules, written as their documentation recommends: in flagd a targeting rule with",
    "`in`, `==`, `>=` and `sem_ver`, in Featurevisor a segment. Requests vary; half of the answers are true. All take turns in one",
    "process.",
  ].join("\n"),
  run({ rounds, workplace }) {
    return [false, true].flatMap((versioned) => compare(versioned, rounds, workplace));
  },
};

function compare(versioned, rounds, workplace) {
  const folder = workplace.once(versioned ? "rules-versioned" : "rules", (path) => {
    writeRules(path, { flags, versioned });
    timeProcess([cli, "build", "--as-of", today], { cwd: path });
  });
  const module = join(folder, "generated/flags.js");
  const request = { flags, versioned, module, rounds: 5, questions: 20_000 };
  const processes = Array.from({ length: rounds }, () => askChild("ask-rules", request));
  return Object.entries(targets).map(([name, { plain, versioned: withVersions }]) =>
    figure({
      work: `rule with a ${versioned ? "version" : "number"} vs ${name}`,
      unit: "ns",
      samples: processes.map(({ ours }) => ours),
      base: [name, processes.map((each) => each[name])],
      atMost: versioned ? withVersions : plain,
    }),
  );
}
