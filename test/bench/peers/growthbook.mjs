import { GrowthBookClient } from "@growthbook/growthbook";
import { asked } from "../instances.mjs";
import { at } from "../subjects.mjs";

/** GrowthBook's server client with a payload that has a saved group for each list. */
export function open(lists) {
  const condition = ({ until }, n) => ({
    ...(until !== undefined && { now: { $lt: until } }),
    id: { $inGroup: `list-${n}` },
  });
  const client = new GrowthBookClient().initSync({
    payload: {
      features: {
        [asked]: {
          defaultValue: false,
          rules: lists.map((list, n) => ({ condition: condition(list, n), force: true })),
        },
      },
      savedGroups: Object.fromEntries(lists.map(({ ids }, n) => [`list-${n}`, ids])),
    },
  });
  return { ask: (id) => client.isOn(asked, { attributes: { id, now: at } }) };
}
