import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast } from "../../scripts/commands/forecast.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { datedRules } from "../../scripts/compile/4-rules/index.ts";
import { compile, readModels } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import { forecastOf } from "../../scripts/effect/forecast.ts";
import { forecastReach } from "../../scripts/effect/forecast-reach.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import { redDays } from "../../scripts/gate/red-days.ts";
import { createHost } from "../../scripts/host/host.ts";
import { dayLength, formatDay } from "../../scripts/model/time.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import type { Outcome } from "../../scripts/report/outcome.ts";
import { askedOf, expectLater, expectLaterMoves, knownTo } from "../support/effect-oracle.ts";
import { genomeLength, instants, toldCells, treeOfGenome } from "../support/random-tree.ts";
import { repository } from "../support/shipped-instance.ts";
import { packageJson, treeOf } from "../support/trees.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
ajv.addSchema(schemaOf("effect"));
const isForecast = ajv.compile(schemaOf("forecast"));

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(join(repository, `schema/${name}.schema.json`), "utf8")) as object;
}

const today = Date.parse("2026-11-29T00:00:00Z");

const instance = {
  "package.json": packageJson({ scopes: { account: {} }, owners: ["accounting", "growth", "idle", "widgets"] }),
  "flags/pilot.yaml": `flag: pilot
description: Customers see the page of the pilot.
owner: growth
scope: account
expires: 2026-12-10
default: false
enabled:
  account: [acme, { id: globex, until: 2026-12-05 }]
examples:
  - { when: { account: acme }, expect: true }
`,
  "flags/export.yaml": `flag: export
description: Customers export what they have.
owner: growth
scope: account
permanent: It is part of the product.
default: false
enabled:
  groups: [ring/vip]
rollout: 25
`,
  "groups/ring.yaml": `groups: ring
description: Who receives a new version, and when.
owner: widgets
scope: account
default: regular
members:
  vip: [{ id: initech, until: "2026-12-20T14:00:00Z", reason: "Fair; stand, 4" }]
  regular: []
`,
};

function run(input: Partial<Input> = {}, files: Readonly<Record<string, string>> = instance): Outcome {
  const host = { ...createHost("/"), readTree: (): Tree => treeOf(files), today: () => today };
  return forecast({ operands: [], colour: false, ...input } as Input, host);
}

describe("forecast", () => {
  it("shows by day and owner how customers' answers change, and which checks fail", () => {
    const { output } = run();
    expect(output).toBe(`What changes by itself
From 2026-11-29 to 2026-12-28, if nobody does anything.
4 changes for customers; checks fail from 2026-12-06 on.

2026-12-06
  growth: flag pilot
    loses 1 account: globex (date)
  growth: checks fail: globex in flag pilot ended on 2026-12-05
    where: flags/pilot.yaml:8 (model/expired)
    do: now the entry has no effect: remove it with flagstone prune, or move until to a later day

2026-12-11
  growth: flag pilot
    loses 1 account: acme (expiry)
  growth: checks fail: flag pilot ended on 2026-12-10
    where: flags/pilot.yaml:5 (model/expired)
    do: now everyone gets false: retire it, or move expires to a later day if it is still needed
  growth: checks fail: expected true, but pilot answers false
    where: flags/pilot.yaml:10 (model/failed-example)
    why: decided by: expired; correct that, or the example
    do: remove the example with what ends, or give it an at before the end

2026-12-20
  growth: flag export, at 14:00:00Z
    loses 1 account: initech (date, group ring/vip)
  widgets: group set ring, at 14:00:00Z
    vip → regular for 1 account: initech

2026-12-21
  widgets: checks fail: initech in group ring/vip ended on 2026-12-20
    where: groups/ring.yaml:7 (model/expired)
    do: now the entry has no effect: remove it with flagstone prune, or move until to a later day
`);
  });

  it("accepts a last day, a number of days, all days, and an owner", () => {
    const parts = (input: Partial<Input>): readonly string[] =>
      [...(run(input).output ?? "").matchAll(/^\d{4}-\d\d-\d\d$/gm)].map(([day]) => day);
    expect(parts({ until: "2026-12-10" })).toEqual(["2026-12-06"]);
    expect(parts({ days: 13 })).toEqual(["2026-12-06", "2026-12-11"]);
    expect(parts({ until: "none", owner: "widgets" })).toEqual(["2026-12-20", "2026-12-21"]);
    expect(run({ owner: "idle" }).output).toContain("Nothing: no customer gets anything else, and no check fails.\n");
  });

  it("shows what already fails", () => {
    const { output } = run({ asOf: Date.parse("2026-12-11"), owner: "growth", days: 1 });
    expect(output).toContain(
      "; checks fail already.\n\nFails already\n  growth: checks fail: flag pilot ended on 2026-12-10\n",
    );
    expect(output).toContain("growth: checks fail: globex in flag pilot ended on 2026-12-05\n");
  });

  it("writes JSON that follows the schema, with every owner and how much they have to do", () => {
    const data = JSON.parse(run({ format: "json" }).output ?? "") as { owners: object };
    expect(isForecast(data), JSON.stringify(isForecast.errors)).toBe(true);
    expect(data.owners).toEqual({ accounting: 0, growth: 6, idle: 0, widgets: 2 });
  });

  it.each([
    [{ until: "2026-11-28" }, "`--until` is in the past; it names the last day to look at"],
    [{ until: "2026-12-28", days: 3 }, "give `--until` or `--days`, not both"],
    [{ owner: "groth" }, "unknown owner `groth`; did you mean `growth`?"],
    [{ format: "ical" }, "unknown format `ical`; there are text, markdown, json, ics"],
  ])("refuses %j", (input, problem) => {
    expect(run(input).problem).toBe(problem);
  });
});

describe("the calendar", () => {
  /** The events of a calendar, as maps of their properties. */
  function eventsOf(text: string): readonly ReadonlyMap<string, string>[] {
    const lines = text.replaceAll("\r\n ", "").split("\r\n");
    return lines
      .join("\n")
      .split("BEGIN:VEVENT\n")
      .slice(1)
      .map((event) => new Map(event.split("\n").map((line) => [/^[^:;]*/.exec(line)?.[0] ?? "", line])));
  }

  const long = {
    ...instance,
    "groups/ring.yaml": instance["groups/ring.yaml"].replaceAll(
      "initech",
      "größte-Kundin-überhaupt-in-dieser-Stadt-🎪",
    ),
  };

  it("has lines of at most 75 octets that end in CR LF, and splits no character", () => {
    const { output = "" } = run({ format: "ics" }, long);
    expect(output.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(Math.max(...output.split("\r\n").map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(output.replaceAll("\r\n ", "")).toContain("größte-Kundin-überhaupt-in-dieser-Stadt-🎪");
    expect(output.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")).toBe(true);
    expect(output.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")).toBe(true);
  });

  it("has an event for each change and each owner's failures of a day, with an exact time where there is one", () => {
    const events = eventsOf(run({ format: "ics" }).output ?? "");
    expect(events.map((event) => [event.get("DTSTART"), event.get("SUMMARY")])).toEqual([
      ["DTSTART;VALUE=DATE:20261206", "SUMMARY:flag pilot: loses 1 account: globex (date)"],
      ["DTSTART;VALUE=DATE:20261211", "SUMMARY:flag pilot: loses 1 account: acme (expiry)"],
      ["DTSTART:20261220T140000Z", "SUMMARY:flag export: loses 1 account: initech (date\\, group ring/vip)"],
      ["DTSTART:20261220T140000Z", "SUMMARY:group set ring: vip → regular for 1 account: initech"],
      ["DTSTART;VALUE=DATE:20261206", "SUMMARY:checks fail: globex in flag pilot ended on 2026-12-05"],
      ["DTSTART;VALUE=DATE:20261211", "SUMMARY:checks fail: flag pilot ended on 2026-12-10 and 1 more"],
      ["DTSTART;VALUE=DATE:20261221", "SUMMARY:checks fail: initech in group ring/vip ended on 2026-12-20"],
    ]);
    expect(new Set(events.map((event) => event.get("DTSTAMP")))).toEqual(new Set(["DTSTAMP:20261129T000000Z"]));
  });

  it("gives an event the same UID on another day, and each event its own", () => {
    const [now, later] = [today, today + 3 * dayLength].map((asOf) =>
      eventsOf(run({ format: "ics", asOf }).output ?? "").map((event) => event.get("UID")),
    );
    expect(new Set(now).size).toBe(now?.length);
    expect(later).toEqual(now);
    const { "package.json": config } = instance;
    const other = { ...instance, "package.json": config.replace('"instance"', '"other"') };
    const others = eventsOf(run({ format: "ics" }, other).output ?? "").map((event) => event.get("UID"));
    expect(others.filter((uid) => now?.includes(uid))).toEqual([]);
  });

  it("is the same where package.json begins with a byte order mark", () => {
    const marked = { ...instance, "package.json": `\uFEFF${instance["package.json"]}` };
    expect(run({ format: "ics" }, marked).output).toBe(run({ format: "ics" }).output);
  });
});

it("stays small by limiting how far it looks at ends of customers, and says how far", () => {
  const { models } = readModels(treeOf(instance), { asOf: today, allowExpired: true });
  if (models === undefined) throw new Error("no models");
  // `pilot` ends for two customers.
  expect(forecastReach(models, today, 2)).toBe(Infinity);
  expect(forecastReach(models, today, 1)).toBe(Date.parse("2026-12-11"));
});

const genome = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });

it("matches the module's answers on both sides of each instant, and nothing changes at any other", () => {
  let seen = 0;
  const start = Math.min(...instants);
  const middle = instants[Math.floor(instants.length / 2)] as number;
  const from = fc.constantFrom(start - 1, ...instants);
  fc.assert(
    fc.property(genome, from, fc.constantFrom(...toldCells), (genes, at, told) => {
      const tree = treeOfGenome(genes);
      // A tree without files has all environments, so that each is compared.
      const [nothing, models] = [{ ...tree, files: [] }, tree].map(
        (each) => readModels(each, { asOf: at, allowExpired: true }).models,
      );
      const revision = openRevision(models);
      const { later } = forecastOf(revision, at, Infinity);
      expect(forecastOf(revision, at, middle).later).toEqual(later.filter(({ on }) => on < middle));
      const sides = [askedOf(nothing), askedOf(models)] as const;
      const effect = { ...compareRevisions(openRevision(nothing), revision, at), later };
      expectLater(...sides, effect, knownTo(sides, told));
      expectLaterMoves(...sides, effect);
      seen += later.length;
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(seen).toBeGreaterThan(10);
});

it("runs for each day exactly the rules that depend on it", () => {
  const folder = join(repository, "scripts/compile/4-rules");
  const knowing = readdirSync(folder).filter((file) => /\basOf\b/.test(readFileSync(join(folder, file), "utf8")));
  const nameOf = (file: string): string =>
    file.replace(/\.ts$/, "").replace(/-./g, (dash) => dash.slice(1).toUpperCase());
  expect(knowing.map(nameOf).sort()).toEqual(datedRules.map(({ name }) => name).sort());
});

it("forecasts a failing check exactly on the days when it fails", () => {
  let red = 0;
  fc.assert(
    fc.property(genome, fc.constantFrom(...instants), (genes, from) => {
      const tree = treeOfGenome(genes);
      const { models } = readModels(tree, { asOf: from, allowExpired: true });
      if (models === undefined) throw new Error("no models");
      const days = [...new Set(instants)].sort((a, b) => a - b).filter((day) => day >= from);
      const forecast = redDays(tree, models, from, Infinity);
      for (const day of days.flatMap((each) => [each, each + dayLength])) {
        const said = forecast.filter((each) => each.from <= day && (each.until === undefined || day < each.until));
        const { diagnostics } = compile(tree, { asOf: day, allowExpired: false });
        const found = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
        expect([formatDay(day), said.map(({ finding }) => finding.message).sort()]).toEqual([
          formatDay(day),
          found.sort(),
        ]);
        red += found.length;
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
  expect(red).toBeGreaterThan(5);
});
