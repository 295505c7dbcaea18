import { expect, test } from "vitest";
import { open as openClient, UnknownNameError } from "../../scripts/runtime/client.ts";
import { open } from "../../scripts/runtime/index.ts";
import { flag, sealed } from "../support/sample-bundle.ts";

const { digest, lookup } = open(
  sealed({
    flags: {
      search: flag({ client: true, listed: [{ value: true, scope: "account", entries: ["acme"] }] }),
      layout: flag({
        client: true,
        variants: ["one", "two"],
        default: "one",
        listed: [{ value: "two", scope: "account", entries: ["acme"] }],
      }),
      limits: flag({
        client: true,
        variants: ["small", "large"],
        values: [{ results: 10 }, { results: 100 }],
        shape: { type: "object", properties: { results: { type: "number" } }, required: ["results"] },
        default: "small",
        listed: [{ value: "large", scope: "account", entries: ["acme"] }],
      }),
      secret: flag({ default: true }),
    },
  }),
);
const client = openClient([
  ["layout", "one", ["one", "two"]],
  ["search", false, null],
  ["limits", "small", ["small", "large"], { results: 10 }],
]);

test("a snapshot has only the answers of client flags, in order", () => {
  const snapshot = lookup({ account: "acme" }).snapshot();
  expect(JSON.stringify(snapshot)).toBe(
    `{"format":1,"flags":{"layout":"two","limits":"large","search":true},"values":{"limits":{"results":100}},"digest":"${digest()}"}`,
  );
  expect(Object.isFrozen(snapshot) && Object.isFrozen(snapshot.flags)).toBe(true);
});

test("a retired flag answers in pages built later, and through the snapshot in older ones", () => {
  const later = openClient(
    [["search", false, null]],
    [
      ["gone", true, null],
      ["choice", "two", ["two"]],
    ],
  );
  const page = later.readSnapshot({ format: 1, flags: {} });
  expect([page.isEnabled("gone"), page.variant("choice"), page.isEnabled("search")]).toEqual([true, "two", false]);
  expect(() => page.variant("gone")).toThrow(UnknownNameError);
  expect(Object.keys(later.flags)).toEqual(["search"]);

  const server = open(sealed({ retired: [{ kind: "flag", name: "search", answer: true, client: true }] }));
  const older = client.readSnapshot(server.lookup({ account: "acme" }).snapshot());
  expect(older.isEnabled("search")).toBe(true);
});

test("the client gives the server's answers, from the snapshot or its text", () => {
  const snapshot = lookup({ account: "acme" }).snapshot();
  for (const given of [snapshot, JSON.stringify(snapshot)]) {
    const acme = client.readSnapshot(given);
    expect([acme.isEnabled("search"), acme.variant("layout")]).toEqual([true, "two"]);
  }
  expect({ ...client.flags }).toEqual({ layout: "layout", limits: "limits", search: "search" });
});

test("the client returns a variant's value, or the default's if the server did not send one", () => {
  const acme = client.readSnapshot(lookup({ account: "acme" }).snapshot());
  expect(acme.value("limits")).toEqual({ results: 100 });
  expect(Object.isFrozen(acme.value("limits"))).toBe(true);
  expect(acme.value("layout")).toBe("two");
  expect(acme.value("search")).toBe(true);
  for (const flags of [{}, { limits: "large" }, { limits: "huge" }])
    expect(client.readSnapshot({ format: 1, flags }).value("limits")).toEqual({ results: 10 });
  expect(() => acme.value("secret")).toThrow(UnknownNameError);
});

test.each([[{}], [{ search: "yes", layout: true }], [{ search: null, layout: "three" }], [{ layout: null }]])(
  "a flag that is missing or has the wrong type answers its default: %j",
  (flags) => {
    const anyone = client.readSnapshot({ format: 1, flags: flags as never });
    expect([anyone.isEnabled("search"), anyone.variant("layout")]).toEqual([false, "one"]);
  },
);

test("an unknown name is an error that suggests the nearest one", () => {
  const anyone = client.readSnapshot({ format: 1, flags: { secret: true } });
  expect(() => anyone.isEnabled("serch")).toThrow(expect.objectContaining({ unknown: "serch", suggestion: "search" }));
  expect(() => anyone.isEnabled("layout")).toThrow(UnknownNameError);
  expect(() => anyone.variant("search")).toThrow(UnknownNameError);
  expect(() => anyone.isEnabled("secret")).toThrow(UnknownNameError);
  expect(() => anyone.isEnabled("toString")).toThrow(UnknownNameError);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '{"format":2,"flags":{}}',
  '{"format":1}',
  '{"format":1,"flags":[]}',
  undefined,
  null,
  7,
])("anything else than a snapshot is refused: %j", (snapshot) => {
  expect(() => client.readSnapshot(snapshot as never)).toThrow(TypeError);
});
