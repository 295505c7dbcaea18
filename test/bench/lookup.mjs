// What a lookup costs beside `Set.has` of the same id, in one service's terms: each question comes with an id that has
// just been read from a request, so that no string's hash is known; hits and misses take turns.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const rounds = 31;
const warmUps = 3;
const questions = 20_000;
const batch = 500;
const at = Date.parse("2026-12-01T00:00:00Z");

/** Some of them begin as the ids do. */
const beginnings = ["z3n-browser-test-", "acct-load-", "acme-test-", "qa"];
const prefixes = Array.from({ length: 20 }, (_, at) => `${beginnings[at % 4]}${at}-`);

const { open } = await importRuntime();
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 100_000, 1_000_000];
for (const size of sizes) console.log(`${table(size)}\n`);

/** One table of medians and ratios for a flag that is on for so many customers. */
function table(size) {
  const { ids, fresh } = customers(size);
  const began = performance.now();
  const flags = open(bundleOf(ids));
  const opened = performance.now() - began;
  const { lookup } = flags;
  const set = new Set(ids);

  const subjects = {
    "Set.has": (id) => set.has(id),
    "Set.has + Date.now()": (id) => set.has(id) && Date.now() > 0,
    "lookup, isEnabled": (id) => lookup({ account: id }).isEnabled("checkout"),
    "lookup with `at`, isEnabled": (id) => lookup({ account: id }, { at }).isEnabled("checkout"),
    "the same in a scope that ignores case": (id) => lookup({ domain: id }, { at }).isEnabled("checkout_domain"),
    "the same by a group": (id) => lookup({ account: id }, { at }).isEnabled("by_group"),
    "the same in a scope with 20 patterns": (id) => lookup({ shop: id }, { at }).isEnabled("checkout_shop"),
    "the same in a scope with 20 aliases": (id) => lookup({ team: id }, { at }).isEnabled("checkout_team"),
    "the same with a rollout for the rest": (id) => lookup({ account: id }, { at }).isEnabled("checkout_rollout"),
    "the same of a flag that requires another": (id) => lookup({ account: id }, { at }).isEnabled("requiring"),
  };
  const held = (lookup_) => lookup_.isEnabled("checkout");
  for (const [name, subject] of Object.entries(subjects)) {
    for (let at = 0; at < 2000; at++) assert.equal(subject(fresh(at)), at % 2 === 0, name);
  }

  const times = new Map([...Object.keys(subjects), "a second question to a held lookup"].map((name) => [name, []]));
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const time = measure(subject, fresh);
      if (round >= warmUps) times.get(name).push(time);
    }
    const ask = (id) => {
      const lookup_ = lookup({ account: id }, { at });
      lookup_.isEnabled("other");
      return lookup_;
    };
    const time = measure(held, (at) => ask(fresh(at)));
    if (round >= warmUps) times.get("a second question to a held lookup").push(time);
  }

  const medians = new Map([...times].map(([name, list]) => [name, list.sort((a, b) => a - b)[rounds >> 1]]));
  const base = medians.get("Set.has");
  const dated = medians.get("Set.has + Date.now()");
  const lines = [...medians].map(([name, time]) =>
    [
      name.padEnd(40),
      time.toFixed(0).padStart(6),
      (time / base).toFixed(2).padStart(8),
      (time / dated).toFixed(2).padStart(8),
    ].join(" "),
  );
  const head = `${size} ids, opened in ${opened.toFixed(0)} ms`.padEnd(40);
  return [`${head}     ns  Set.has     +now`, ...lines].join("\n");
}

/** The mean nanoseconds of one answer; half of them are yes. */
function measure(subject, argument) {
  const list = new Array(batch);
  let yes = 0;
  let time = 0;
  for (let first = 0; first < questions; first += batch) {
    for (let at = 0; at < batch; at++) list[at] = argument(first + at);
    const began = performance.now();
    for (let at = 0; at < batch; at++) if (subject(list[at])) yes++;
    time += performance.now() - began;
  }
  assert.equal(yes, questions / 2);
  return (time / questions) * 1e6;
}

/** Ids, and a source of strings in random order of which every other is one of them; each is cut from bytes anew. */
function customers(size) {
  const random = xorshift(size);
  const ids = Array.from({ length: size }, (_, at) => `acct-${((at * 2_654_435_761) % 2 ** 32).toString(36)}`);
  const absent = ids.map((id) => id.replace("acct", "acme"));
  const bytes = Buffer.from([...ids, ...absent].join(""), "latin1");
  const starts = [0];
  for (const id of [...ids, ...absent]) starts.push(starts.at(-1) + id.length);
  const order = Int32Array.from({ length: questions }, (_, at) => (at % 2) * size + Math.floor(random() * size));
  const fresh = (at) => bytes.latin1Slice(starts[order[at]], starts[order[at] + 1]);
  return { ids, fresh };
}

function xorshift(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function bundleOf(ids) {
  const about = { description: "For the benchmark.", owner: "team" };
  const flag = (scope, entries, grouped = []) => ({
    ...about,
    scopes: [scope],
    default: false,
    permanent: "for the benchmark",
    listed: entries.length === 0 ? [] : [{ value: true, scope, entries }],
    grouped,
  });
  return {
    format: 1,
    digest: "",
    environments: ["production"],
    scopes: Object.fromEntries(
      ["account", "domain", "shop", "team", "user"].map((name) => [name, { ignoreCase: name === "domain" }]),
    ),
    groups: {
      beta: { ...about, scope: "account", exclusive: true, members: { beta: ids } },
      testers: {
        ...about,
        scope: "shop",
        exclusive: true,
        members: { testers: prefixes.map((prefix) => ({ prefix })) },
      },
    },
    flags: {
      by_group: flag("account", [], [{ value: true, group: "beta" }]),
      checkout: flag("account", ids),
      checkout_domain: flag("domain", ids),
      checkout_rollout: {
        ...flag("account", ids),
        rollout: { by: "account", salt: "checkout_rollout", shares: [{ value: false, share: 10_000 }] },
      },
      checkout_shop: flag("shop", ids, [{ value: true, group: "testers" }]),
      checkout_team: flag("team", ids),
      other: flag("account", []),
      requiring: { ...flag("account", ids), requires: ["checkout"] },
    },
    releases: {},
    privileges: {},
    identities: {
      children: [],
      aliases: prefixes.map((was, at) => ({ scope: "team", id: ids[at], was })),
    },
    retired: [],
  };
}

/** The runtime as it ships: bundled, not minified. */
async function importRuntime() {
  const entry = fileURLToPath(new URL("../../scripts/runtime/index.ts", import.meta.url));
  const shape = { bundle: true, format: "esm", target: "es2022", write: false };
  const { outputFiles } = await build({ entryPoints: [entry], ...shape });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
