import { once } from "node:events";
import { InMemStorageProvider, Unleash } from "unleash-client";
import { asked } from "../instances.mjs";

/** Unleash's client, started from bootstrap data without a server: a segment per list, and a strategy per segment. */
export async function open(lists) {
  const constraints = ({ ids, until }) => [
    ...(until === undefined
      ? []
      : [{ contextName: "currentTime", operator: "DATE_BEFORE", value: new Date(until).toISOString() }]),
    { contextName: "userId", operator: "IN", values: ids },
  ];
  const strategies = lists.map((_, n) => ({ name: "default", parameters: {}, constraints: [], segments: [n] }));
  const unleash = new Unleash({
    appName: "bench",
    url: "http://localhost:1/",
    refreshInterval: 0,
    disableMetrics: true,
    disableAutoStart: true,
    storageProvider: new InMemStorageProvider(),
    bootstrap: {
      data: [{ name: asked, type: "release", enabled: true, variants: [], strategies }],
      segments: lists.map((list, n) => ({ id: n, name: `list-${n}`, constraints: constraints(list) })),
    },
  });
  unleash.on("error", () => {});
  unleash.on("warn", () => {});
  const synchronized = once(unleash, "ready");
  unleash.start();
  await synchronized;
  return { ask: (id) => unleash.isEnabled(asked, { userId: id }), close: () => unleash.destroy() };
}
