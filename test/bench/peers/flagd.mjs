import { FlagdCore } from "@openfeature/flagd-core";
import { asked } from "../instances.mjs";

/** flagd's in-process evaluation of a flag whose targeting rule has the operator `in` for each list. */
export function open(lists) {
  const isListed = ({ ids, until }) => {
    const listed = { in: [{ var: "targetingKey" }, ids] };
    return until === undefined ? listed : { and: [{ "<": [{ var: "$flagd.timestamp" }, until / 1000] }, listed] };
  };
  const condition = lists.length === 1 ? isListed(lists[0]) : { or: lists.map(isListed) };
  const core = new FlagdCore();
  core.setConfigurations(
    JSON.stringify({
      flags: {
        [asked]: {
          state: "ENABLED",
          variants: { on: true, off: false },
          defaultVariant: "off",
          targeting: { if: [condition, "on", "off"] },
        },
      },
    }),
  );
  return { ask: (id) => core.resolveBooleanEvaluation(asked, false, { targetingKey: id }).value };
}
