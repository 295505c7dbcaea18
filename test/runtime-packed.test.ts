import fc from "fast-check";
import { expect, test } from "vitest";
import { open, openPacked } from "../scripts/runtime/index.ts";
import { packBundle } from "../scripts/runtime/packed.ts";
import { serialize } from "../scripts/runtime/serialize.ts";
import type { Bundle } from "../scripts/shapes/bundle.ts";
import { randomBundle, randomQuestion } from "./support/random-bundle.ts";
import { referencesOf } from "./support/reference.ts";
import { flag, groupSet, release, sealed } from "./support/sample-bundle.ts";

type Module = ReturnType<typeof open>;

const bundle = sealed({
  environments: ["production", "staging"],
  flags: {
    checkout: flag({
      listed: [{ value: true, scope: "account", entries: ["acme", { id: "globex", until: "2027-02-01T00:00:00Z" }] }],
      environments: { staging: { default: true } },
    }),
  },
  groups: { ring: groupSet({ default: "regular", members: { canary: ["acme", { prefix: "test-" }] } }) },
  releases: {
    widget: release({
      stages: [
        { group: "regular", version: "1" },
        { group: "canary", version: "2" },
      ],
    }),
  },
  identities: {
    children: [{ scope: "user", within: "account", of: { acme: ["u_1"] } }],
    aliases: [{ scope: "account", id: "acme", was: "acme-old" }],
  },
});
const _packed = packBundle(bundle);

function openFile({ head, stamp, file }: ReturnType<typeof packBundle>): Module {
  return openPacked(head, stamp, () => file);
}

/** All that a module answers to a question, as plain data. */
function answersOf(module: Module, asked: Bundle, question: ReturnType<typeof randomQuestion>): unknown {
  const { context, ...options } = question;
  const lookup = module.lookup(context, options);
  const names = [...new Set([asked.flags, asked.releases, asked.privileges].flatMap((things) => Object.keys(things)))];
  return [
    names.map((name) => lookup.explain(name)),
    Object.keys(asked.releases).map((name) => lookup.release(name)),
    Object.keys(asked.groups).map((name) => (asked.groups[name]?.exclusive ? lookup.group(name) : undefined)),
    referencesOf(asked).map((reference) => lookup.isIn(reference)),
    lookup.privileges([]),
    lookup.snapshot(),
  ];
}

test("a packed bundle answers what the bundle does, whichever way it came", () => {
  fc.assert(
    fc.property(fc.gen(), (random) => {
      const bundle = randomBundle(random);
      const packed = packBundle(bundle);
      const inline = open(bundle);
      const loaded = open(bundle);
      expect(loaded.load(packed.file)).toEqual([]);
      const modules = [openFile(packed), loaded];
      expect(modules.map((module) => module.digest())).toEqual([bundle.digest, bundle.digest]);
      for (let times = 0; times < 3; times++) {
        const question = randomQuestion(random, bundle);
        const answers = answersOf(inline, bundle, question);
        for (const module of modules) expect(answersOf(module, bundle, question)).toEqual(answers);
      }
      expect(packBundle(JSON.parse(serialize(bundle)))).toEqual(packed);
    }),
    { numRuns: 150 },
  );
});
