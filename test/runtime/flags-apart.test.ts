import { expect, test } from "vitest";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { open, openPacked } from "../../scripts/runtime/index.ts";
import { readWhole, writeFlagsApart } from "../../scripts/runtime/load/flags-apart.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { packWhole } from "../support/pack-whole.ts";
import { flag, sealed } from "../support/sample-bundle.ts";

const scope = { type: "object", properties: { rows: { type: "number" } }, required: ["rows"] } as const;
const flags = {
  limits: flag({
    variants: ["small", "large"],
    default: "small",
    values: [{ rows: 1 }, { rows: 9, "\tnote": "a\tb" }],
    shape: { ...scope, properties: { ...scope.properties, "\tnote": { type: "string" } }, required: ["rows"] },
    listed: [{ value: "large", scope: "account", entries: ["acme"] }],
    environments: { staging: { default: "large" } },
  }),
  // the declared shape differs from that of the values
  sizes: flag({ variants: ["one"], default: "one", values: [{ rows: 3 }], shape: { ...scope, required: [] } }),
  names: flag({ variants: ["one", "two"], default: "one" }),
};
const bundle: Bundle = sealed({ environments: ["production", "staging"], flags });
const text = writeFlagsApart(bundle);

test("flags follow the rest, each on its own, an entry per line, and shapes that the values imply are left out", () => {
  const index = { names: ["limits", "names", "sizes"], listing: [0], conditional: [] };
  const [rest = "", closures = "", limits = "", names = "", sizes = ""] = text.split("\t");
  expect(JSON.parse(rest)).toMatchObject({ digest: bundle.digest, flags: index });
  expect(JSON.parse(closures)).toEqual(bundle.closures ?? null);
  expect(limits).toContain('"values":[{"rows":1},{"\\tnote":"a\\tb","rows":9}]');
  expect([limits, names, sizes].map((each) => JSON.parse(each).shape?.required)).toEqual([undefined, undefined, []]);
  const listed = [
    { value: "two", scope: "account", entries: ["acme", { id: "globex", until: "2027-01-01T00:00:00Z" }] },
  ];
  const long = writeFlagsApart(sealed({ flags: { names: { ...flags.names, listed } } }));
  expect(long).toContain('"entries":["acme",\n{"id":"globex","until":"2027-01-01T00:00:00Z"}],');
});

test("the whole bundle can be read back", () => {
  const { digest, ...content } = bundle;
  const sealedAgain = sealed(content);
  expect(readWhole(writeFlagsApart(sealedAgain))).toEqual(sealedAgain);
  expect(readWhole(serialize(bundle))).toEqual(bundle);
});

test("a module gives the same answers and descriptions as from the bundle, in every environment", () => {
  const [apart, whole] = [open(text), open(serialize(bundle))];
  for (const environment of ["production", "staging"])
    for (const account of ["acme", "globex"])
      for (const name of Object.keys(flags)) {
        const [one, other] = [apart, whole].map((module) => module.lookup({ account }, { environment }));
        expect(one?.value(name)).toEqual(other?.value(name));
        expect(one?.details(name)).toEqual(other?.details(name));
      }
  expect(apart.describe("staging")).toEqual(whole.describe("staging"));
  expect(Object.isFrozen(apart.lookup({ account: "acme" }).value("limits"))).toBe(true);
  expect(apart.digest()).toBe(whole.digest());
});

test("a flag is not parsed until it is needed", () => {
  const { lookup, flags: names } = open(text.replace('{"default":"one","description"', "[broken"));
  const acme = lookup({ account: "acme" });
  expect(Object.keys(names)).toEqual(["limits", "names", "sizes"]);
  expect(acme.variant("limits")).toBe("large");
  expect(() => acme.variant("names")).toThrow(SyntaxError);
});

test("data that is loaded later must be compatible", () => {
  const changed = (values: unknown[], shape: object) =>
    sealed({ ...bundle, digest: "", flags: { ...flags, limits: { ...flags.limits, values, shape } } });
  const isKept = changed([{ rows: 2, more: 1 }, { rows: 3 }], {
    ...scope,
    properties: { ...scope.properties, more: { type: "number" } },
  });
  const texts = { ...scope, properties: { rows: { type: "string" } } };
  const { load, lookup } = open(text);
  expect(load(changed([{ rows: "2" }, { rows: "3" }], texts))).toEqual([
    "`flags.limits.values.rows` is a text now, not a number",
  ]);
  expect(load(isKept)).toEqual([]);
  expect(lookup({ account: "globex" }).value("limits")).toEqual({ rows: 2, more: 1 });
});

test("a module with its customers in flags.bin may have its flags apart too", () => {
  const { head, file, stamp } = packWhole(bundle);
  const packed = openPacked(writeFlagsApart(JSON.parse(head)), stamp, () => file);
  expect(packed.lookup({ account: "acme" }).value("limits")).toEqual({ rows: 9, "\tnote": "a\tb" });
  expect(packed.lookup({ account: "acme" }, { environment: "staging" }).value("sizes")).toEqual({ rows: 3 });
  expect(packed.describe().names.limits).toEqual(open(bundle).describe().names.limits);
  expect(packed.load(file)).toEqual([]);
});
