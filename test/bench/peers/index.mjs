/** The other evaluators. Each is loaded when it is opened with lists of `{ ids, until? }`; `until` is an instant. */
export const peers = {
  "@featurevisor/sdk": async (lists) => (await import("./featurevisor.mjs")).open(lists),
  "@growthbook/growthbook": async (lists) => (await import("./growthbook.mjs")).open(lists),
  "@openfeature/flagd-core": async (lists) => (await import("./flagd.mjs")).open(lists),
  "unleash-client": async (lists) => (await import("./unleash.mjs")).open(lists),
};
