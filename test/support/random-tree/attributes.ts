import { about, type Data } from "./customers.ts";

/** An attribute in random trees, or a group set that is tested like one. */
export interface MadeTested {
  readonly name: string;
  /** Its scope; undefined for attributes of the request. */
  readonly scope: string | undefined;
  /** Tests that may be in any condition. */
  readonly tests: readonly unknown[];
  /** Tests of which no two hold for the same value. */
  readonly apart: readonly unknown[];
}

/** An attribute in random trees. */
export interface MadeAttribute extends MadeTested {
  readonly data: Data;
  /** Values that callers pass: at, between and beyond the constants of the tests, and invalid ones. */
  readonly told: readonly unknown[];
}

const untold = { untold: true };

/** Every kind of test for every type that allows it. */
export const attributes: readonly MadeAttribute[] = [
  of("country", { type: "text", ignoreCase: true }, undefined, {
    tests: [
      "de",
      ["AT", "de"],
      { match: "D*" },
      { match: "*e" },
      { not: "us" },
      { not: ["de", { match: "*k" }] },
      { not: { match: "a*" } },
      untold,
      [{ match: "*s" }, untold],
    ],
    apart: ["de", ["at", "US"], { match: "f*" }, untold],
    told: ["de", "DE", "At", "us", "dk", "fr", "", "ſ", undefined, null, 7, ["de"]],
  }),
  of("mail", { type: "text" }, "account", {
    tests: [
      "root@acme.com",
      { match: "*@acme.com" },
      { match: "root@*" },
      { not: { match: "*@acme.com" } },
      { not: ["x", { match: "root@*" }] },
      untold,
    ],
    apart: [{ match: "*@acme.com" }, { match: "*@acme.org" }, ["x", "e\u0301"], untold],
    told: ["a@acme.com", "root@acme.com", "root@acme.org", "@acme.com", "A@ACME.COM", "x", "\u00e9", "", undefined, 1],
  }),
  of("platform", { type: ["ios", "android", "web"] }, undefined, {
    tests: ["ios", ["ios", "web"], { not: "ios" }, { not: ["ios", "web"] }, untold, ["web", untold]],
    apart: ["ios", "android", "web", untold],
    told: ["ios", "android", "web", "windows", "IOS", undefined, null],
  }),
  of("size", { type: "number" }, "organization", {
    tests: [
      10,
      [0, -2.5],
      { from: 10 },
      { above: 10 },
      { below: 100 },
      { up_to: 100 },
      { from: 10, below: 100 },
      { above: 9.5, up_to: 100 },
      { not: { from: 10 } },
      { not: { up_to: 20 } },
      { not: 100 },
      { not: [10, { below: 0 }] },
      untold,
      [{ below: 0 }, 10, untold],
    ],
    apart: [{ below: 10 }, { from: 10, up_to: 20 }, { above: 20 }, untold],
    told: [
      -3,
      -2.5,
      -0,
      9.5,
      9.75,
      10,
      10,
      10,
      10.5,
      20,
      20.5,
      99.5,
      100,
      101,
      1e300,
      "10",
      undefined,
      null,
      Number.NaN,
    ],
  }),
  of("app", { type: "version" }, undefined, {
    tests: [
      "8",
      ["7.190.0", "8.0.0-beta"],
      { from: "7.190.0" },
      { above: "7.190.0" },
      { below: "8" },
      { up_to: "8" },
      { from: "7.190.0", below: "8.0.0" },
      { above: "7.190.0-rc", up_to: "8.0.0-rc.1" },
      { not: { from: "8" } },
      { not: ["8", { below: "7.190" }] },
      untold,
    ],
    apart: [{ below: "7.190" }, { from: "7.190", up_to: "8.0.0-rc.1" }, { above: "8.0.0-rc.1" }, untold],
    told: ["7.189.9", "7.190-rc.2", "7.190", "7.190.0+a", "7.190.1", "8.0.0-beta", "8.0.0-rc.1", "8", "8.0.0.1"].concat(
      ["9-0", "x", "v8"],
      [undefined, null, 8] as never[],
    ),
  }),
  of("since", { type: "date" }, "account", {
    tests: [
      "2027-01-10",
      ["2027-01-10", "2027-02-10"],
      { from: "2027-01-10" },
      { until: "2027-02-10" },
      { from: "2027-01-10", until: "2027-02-10" },
      { from: "2027-01-10T12:00:00Z" },
      { until: "2027-02-10T12:00:00+02:00" },
      { not: { from: "2027-01-10", until: "2027-02-10" } },
      { not: "2027-01-10" },
      { not: [{ until: "2027-01-10" }, "2027-02-10"] },
      untold,
    ],
    apart: [{ until: "2027-01-09" }, { from: "2027-01-10", until: "2027-02-09" }, { from: "2027-02-10" }, untold],
    told: [
      "2027-01-09",
      new Date("2027-01-09T23:59:59.999Z"),
      "2027-01-10",
      "2027-01-10T13:00:00+02:00",
      new Date("2027-01-10T12:00:00Z"),
      "2027-02-09T23:59:59Z",
      "2027-02-10",
      "2027-02-10T10:00:00Z",
      "2027-02-11",
      "2027-02-30",
      "soon",
      undefined,
      1,
      new Date(Number.NaN),
    ],
  }),
  of("staff", { type: "boolean" }, "account", {
    tests: [true, false, { not: true }, { not: false }, { not: true }, untold, [true, untold]],
    apart: [true, false, untold],
    told: [true, false, undefined, null, 1, "true"],
  }),
  of("tags", { type: "list", ignoreCase: true }, "organization", {
    tests: [
      { has: "a" },
      { has: ["A", "b"] },
      { not: { has: "a" } },
      { not: [{ has: "a" }, { has: "b" }] },
      untold,
      [{ has: "b" }, untold],
    ],
    apart: [{ has: "a" }, { not: { has: ["a"] } }, untold],
    told: [[], ["a"], ["B"], ["A", "b"], ["c"], ["c", "a"], undefined, "a", ["a", 1]],
  }),
];

function of(
  name: string,
  data: Data,
  scope: string | undefined,
  rest: Pick<MadeAttribute, "tests" | "apart" | "told">,
): MadeAttribute {
  return {
    name,
    scope,
    data: { attribute: name, ...about, ...(scope === undefined ? {} : { scope }), ...data },
    ...rest,
  };
}
