import { createInstance } from "@featurevisor/sdk";
import { asked } from "../instances.mjs";
import { at } from "../subjects.mjs";

const now = new Date(at);

/** Featurevisor's SDK with a datafile such as its build writes: for each list, a segment with the operator `in`. */
export function open(lists) {
  const isListed = (ids) => ({ attribute: "userId", operator: "in", value: ids });
  const conditions = ({ ids, until }) =>
    until === undefined
      ? [isListed(ids)]
      : [{ attribute: "now", operator: "before", value: new Date(until).toISOString() }, isListed(ids)];
  const all = { percentage: 100_000, allocation: [] };
  const sdk = createInstance({
    logLevel: "error",
    datafile: {
      schemaVersion: "2",
      revision: "1",
      segments: Object.fromEntries(lists.map((list, n) => [`list-${n}`, { conditions: conditions(list) }])),
      features: {
        [asked]: {
          key: asked,
          bucketBy: "userId",
          traffic: [
            ...lists.map((_, n) => ({ key: `list-${n}`, segments: `list-${n}`, ...all })),
            { key: "everyone", segments: "*", percentage: 0, allocation: [] },
          ],
        },
      },
    },
  });
  return { ask: (id) => sdk.isEnabled(asked, { userId: id, now }) };
}
