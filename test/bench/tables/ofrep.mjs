import { dirname, join } from "node:path";
import { figure } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked } from "../instances.mjs";
import { askChild } from "../processes.mjs";
import { startDaemon, startHandler } from "../servers.mjs";
import { countOf } from "../wording.mjs";

const count = 10_000;

/** The cost of an answer over HTTP for the server, compared with flagd's daemon. */
export const ofrep = {
  name: "ofrep",
  title: "OFREP, compared with flagd",
  about: [
    "The processor time that a server takes to answer for one flag, over 16 kept-alive connections on loopback: our handler in a",
    "`node:http` server, and flagd's daemon with the file built from the same instance. They take turns, each limited to one",
    "processor. 100 flags name one group, and half of the customers are in it. flagd's file has the ids of a group of 1,000, but not",
    "of a larger one: there, flagd's context says who is in the group, and ours has the id alone. One second divided by a figure is",
    "the answers per second on one core.",
  ].join("\n"),
  async run({ rounds, sizes, workplace }) {
    const figures = [];
    for (const customers of [1_000, ...sizes.filter((size) => size >= 100_000)])
      figures.push(await compare(customers, rounds, workplace));
    return figures;
  },
};

async function compare(customers, rounds, workplace) {
  const folder = dirname(workplace.module({ flags: 100, customers, outputs: ["flagd", "ofrep"] }));
  const ids = Array.from({ length: 1000 }, (_, n) => (n % 2 === 0 ? idOf(n % customers) : `nobody-${n}`));
  const bodiesOf = (context) => ids.map((account, n) => JSON.stringify({ context: context(account, n) }));
  const subjects = [
    { server: await startHandler(folder), bodies: bodiesOf((account) => ({ account })), samples: [] },
    {
      server: await startDaemon(join(folder, "flags.flagd.json")),
      bodies: bodiesOf((account, n) => (customers > 1_000 && n % 2 === 0 ? { account, ring: "canary" } : { account })),
      samples: [],
    },
  ].filter(({ server }) => server !== undefined);
  try {
    for (let round = -1; round < rounds; round++)
      for (const { server, bodies, samples } of subjects) {
        const began = server.time();
        askChild("ask-ofrep", { port: server.port, flag: asked, count, bodies });
        // the first round is a warm-up
        if (round >= 0) samples.push(((server.time() - began) / count) * 1e6);
      }
  } finally {
    for (const { server } of subjects) await server.stop();
  }
  const [ours, daemon] = subjects;
  return figure({
    work: `one answer, ${countOf(customers)} customers in the group`,
    unit: "ns",
    samples: ours.samples,
    ...(daemon === undefined ? {} : { base: ["flagd daemon", daemon.samples], atMost: 1 }),
  });
}
