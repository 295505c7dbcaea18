import { describe, expect, it, test } from "vitest";
import { readModels } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import type { DecisionEffect, Effect } from "../../scripts/effect/effect.ts";
import { compareCustomer } from "../../scripts/effect/for-customer.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Revision } from "../../scripts/effect/revision.ts";
import { withoutNames } from "../../scripts/effect/without-names.ts";
import type { Document } from "../../scripts/model/document.ts";
import { formatDate } from "../../scripts/model/time.ts";
import { packageJson, treeOf } from "../support/trees.ts";

type Data = Readonly<Record<string, unknown>>;

const about = { description: "Made for a test of effects.", owner: "growth" };
const start = Date.parse("2026-11-21");

function flag(settings: Data = {}, name = "new_page"): Data {
  return { flag: name, ...about, scope: "account", permanent: "For a test.", default: false, ...settings };
}

/** A flag that ends after this day, and is on for `acme` until then. */
function ending(expires: string): Data {
  const { permanent: _, ...rest } = flag({ expires, enabled: { account: ["acme"] } });
  return rest;
}

function side(...documents: readonly Data[]): Revision {
  const texts = documents.map((data) => {
    const folder = "groups" in data ? "groups" : "flags";
    return [`${folder}/${Object.values(data)[0]}.yaml`, `${JSON.stringify(data)}\n`] as const;
  });
  const tree = treeOf({ "package.json": packageJson({ scopes: { account: {} } }), ...Object.fromEntries(texts) });
  return openRevision(readModels(tree, { asOf: start, allowExpired: true }).models);
}

const inShort = ({ name, transitions }: DecisionEffect): readonly string[] =>
  transitions.map(({ from, to, ids, why }) => `${name} ${from}>${to} ${ids.join()} ${why}`);

/** The effect on one customer: now, later, and what no longer happens later. */
function said(base: Revision, head: Revision, id = "acme"): Data {
  const { impact, decisions, later, undone } = compareCustomer(base, head, start, { scope: "account", id });
  const dated = (all: Effect["later"]) =>
    all.map(({ on, decisions }) => [formatDate(on), ...decisions.flatMap(inShort)]);
  return { impact, now: decisions.flatMap(inShort), later: dated(later), undone: dated(undone) };
}

test("leaving a group on the same day as before is no effect on one customer, as it is none on all", () => {
  const beta = (...canary: string[]): Revision =>
    side({
      groups: "beta",
      ...about,
      scope: "account",
      exclusive: false,
      members: { early: [{ id: "acme", until: "2027-01-31" }], canary },
    });
  const [base, head] = [beta(), beta("acme")];
  const effect = compareCustomer(base, head, start, { scope: "account", id: "acme" });
  expect(effect.groups.map(({ moves }) => moves)).toMatchObject([[{ from: null, to: "canary" }]]);
  expect([effect.later, effect.undone]).toEqual([[], []]);
  const { later, undone } = compareRevisions(base, head, start);
  expect([later, undone]).toEqual([[], []]);
});

describe("the effect on one customer", () => {
  const listed = (entry: unknown) => side(flag({ enabled: { account: [entry] } }));
  const nothing = { impact: "none", now: [], later: [], undone: [] };
  const [none, from, until] = [
    side(flag()),
    { id: "acme", from: "2027-01-01" },
    { id: "acme", until: "2027-01-31" },
  ] as const;

  it("is what changes now, and nothing if nothing does", () => {
    expect(said(none, listed("acme"))).toEqual({
      ...nothing,
      impact: "data",
      now: ["new_page false>true acme listed"],
    });
    expect(said(none, listed("acme"), "globex")).toEqual(nothing);
    expect(said(listed("acme"), listed("acme"))).toEqual(nothing);
  });

  it("includes what will happen on a date", () => {
    const later = [["2027-01-01", "new_page false>true acme window"]];
    expect(said(none, listed(from))).toEqual({ ...nothing, impact: "data", later });
    expect(said(listed(from), listed(from))).toEqual(nothing);
    expect(said(none, listed(from), "globex")).toEqual(nothing);
  });

  it("includes what no longer happens on a date", () => {
    expect(said(listed(from), none)).toEqual({
      ...nothing,
      impact: "data",
      undone: [["2027-01-01", "new_page false>true acme window"]],
    });
    expect(said(listed(until), listed("acme"))).toEqual({
      ...nothing,
      impact: "data",
      undone: [["2027-02-01", "new_page true>false acme window"]],
    });
    expect(said(listed(until), none)).toEqual({ ...nothing, impact: "data", now: ["new_page true>false acme listed"] });
  });

  it("gives the end of a flag by its new date, not the old one", () => {
    const later = [["2027-04-01", "new_page true>false acme expired"]];
    expect(said(side(ending("2027-01-31")), side(ending("2027-03-31")))).toEqual({ ...nothing, impact: "data", later });
  });
});

test("an effect without some names keeps the others in every part of the report", () => {
  const listing = (name: string) => [flag({}, name), flag({ enabled: { account: ["acme"] } }, name)] as const;
  const dated = (name: string) => flag({ enabled: { account: [{ id: "globex", from: "2027-01-01" }] } }, name);
  const record = { kind: "flag", date: "2026-11-21", outcome: "shipped", answer: true };
  const [[a, newA], [b, newB]] = [listing("a_page"), listing("b_page")];
  const base = side(
    a,
    b,
    flag({}, "c_page"),
    flag({}, "old_page"),
    dated("e_page"),
    flag({}, "g_page"),
    dated("h_page"),
    flag({}, "y_page"),
    flag({}, "z_page"),
  );
  const head = side(
    newA,
    newB,
    dated("c_page"),
    flag({}, "new_page"),
    flag({}, "e_page"),
    dated("g_page"),
    flag({}, "h_page"),
    { retired: Object.fromEntries(["y_page", "z_page"].map((name) => [name, record])) },
  );
  const effect = compareRevisions(base, head, start);
  const namesOf = ({ decisions, later, undone, names }: Effect) => ({
    now: decisions.map(({ name }) => name),
    later: later.flatMap((each) => each.decisions.map(({ name }) => name)),
    undone: undone.flatMap((each) => each.decisions.map(({ name }) => name)),
    added: names.added.map(({ name }) => name),
    removed: names.removed.map(({ name }) => name),
    retired: names.retired.map(({ name }) => name),
  });
  expect(namesOf(effect)).toEqual({
    now: ["a_page", "b_page", "new_page", "old_page", "y_page", "z_page"],
    later: ["c_page", "g_page"],
    undone: ["e_page", "h_page"],
    added: ["new_page"],
    removed: ["old_page", "y_page", "z_page"],
    retired: ["y_page", "z_page"],
  });
  const without = (...names: readonly string[]) =>
    namesOf(
      withoutNames(
        effect,
        names.map((name) => ({ kind: "flag", name }) as unknown as Document),
      ),
    );
  expect(without("a_page", "c_page", "e_page", "new_page", "old_page", "y_page")).toEqual({
    now: ["b_page", "z_page"],
    later: ["g_page"],
    undone: ["h_page"],
    added: [],
    removed: ["z_page"],
    retired: ["z_page"],
  });
  expect(without()).toEqual(namesOf(effect));
});
