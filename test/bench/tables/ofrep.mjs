import { dirname, join } from "node:path";
import { figure } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { asked } from "../instances.mjs";
import { askChild } from "../processes.mjs";
import { startDaemon, startHandler } from "../servers.mjs";
import { countOf } from "../wording.mjs";

const count = 10_000;

/** What an answer over http costs the server, compared with flagd's daemon. */
export const ofrep = {
  name: "ofrep",
  title: "OFREP",
  about: [
    "One flag, asked over 16 kept connections on loopback: the processor time that the server takes for an answer, for our",
    "handler in a server of `node:http` and for the daemon of flagd over the file that is built of the same instance, in",
    "turn, each with one processor. 100 flags name one group; half of those who ask are in it. A group of 1,000 is in flagd's",
    "file. A larger one is not, so its context says who is in the group, and ours is asked by the id alone. One second,",
    "divided by a figure, is the answers a second of one core.",
  ].join("\n"),
  async run({ rounds, sizes, workplace }) {
    const figures = [];
    for (const customers of [1_000, ...sizes.filter((size) => size >= 100_000)])
      figures.push(await beside(customers, rounds, workplace));
    return figures;
  },
};

async function beside(customers, rounds, workplace) {
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
    work: `an answer, ${countOf(customers)} customers in the group`,
    unit: "ns",
    samples: ours.samples,
    ...(daemon === undefined ? {} : { base: ["the daemon of flagd", daemon.samples], atMost: 1 }),
  });
}
