import { describe, expect, it } from "vitest";
import { readQuery } from "../../scripts/model/query/read-query.ts";
import type { Subject } from "../../scripts/model/query/subject.ts";

const today = Date.parse("2026-11-21T00:00:00Z");
const known = { owner: ["growth", "Team A"], scope: ["account"], in: ["ring/canary", "ring/vip", "beta"] };

const subject = (name: string, more: Partial<Subject> = {}): Subject => ({
  kind: "flag",
  name,
  description: "Customers see something.",
  owner: "growth",
  scopes: ["account"],
  states: [],
  groups: [],
  expires: undefined,
  ...more,
});

const all = [
  subject("checkout", { states: ["paused", "on", "same"], expires: "2026-11-30", groups: ["ring/vip"] }),
  subject("layout", { description: "The new Checkout über alles.", owner: "Team A", expires: "2026-12-21" }),
  subject("widget", { kind: "release", states: ["mixed"], groups: ["ring/canary", "beta"] }),
  subject("old", { states: ["expired"], expires: "2026-11-20", scopes: [] }),
  subject("hour", { expires: "2026-12-01T00:00:00Z" }),
];

function found(text: string): readonly string[] | string {
  const query = readQuery(text, { today, known });
  return typeof query === "string" ? query : all.filter(query).map(({ name }) => name);
}

describe("a query", () => {
  it.each([
    ["", ["checkout", "layout", "widget", "old", "hour"]],
    ["checkout", ["checkout", "layout"]],
    ["CHECK new", ["layout"]],
    ['"new checkout"', ["layout"]],
    ["U\u0308BER", ["layout"]],
    ["-checkout", ["widget", "old", "hour"]],
    ["owner:growth kind:flag", ["checkout", "old", "hour"]],
    ['owner:"team a"', ["layout"]],
    ['owner:"team a",growth kind:release,flag -state:paused', ["layout", "widget", "old", "hour"]],
    ["state:paused,expired", ["checkout", "old"]],
    ["scope:account -kind:release", ["checkout", "layout", "hour"]],
    ["in:ring/vip", ["checkout"]],
    ["in:ring", ["checkout", "widget"]],
    ["in:beta", ["widget"]],
    ["expires:<30d", ["checkout", "old", "hour"]],
    ["expires:<=30d", ["checkout", "layout", "old", "hour"]],
    ["expires:30d", ["layout"]],
    ["expires:>0d expires:<2w", ["checkout", "hour"]],
    ["expires:>=2026-12-01", ["layout"]],
    ["expires:2026-11-30", ["checkout", "hour"]],
    ["expires:<-0d", ["old"]],
    ["expires:none,<0d", ["widget", "old"]],
    ["  -  ", []],
    ['""', ["checkout", "layout", "widget", "old", "hour"]],
  ])("%s", (text, names) => expect(found(text)).toEqual(names));

  it.each([
    ["owner:growht", "unknown owner `growht`; did you mean `growth`?"],
    ["kind:flags", "unknown kind `flags`; did you mean `flag`?"],
    ["state:pasued", "unknown state `pasued`; did you mean `paused`?"],
    ["in:ring/vipp", "unknown group `ring/vipp`; did you mean `ring/vip`?"],
    ["scope:user", "unknown scope `user`; there is only account"],
    ["ownr:growth", "unknown qualifier `ownr`; did you mean `owner`?"],
    ["https://example.com", "unknown qualifier `https`; there are owner, kind, state, expires, in, scope"],
    ["owner=Growth", "a qualifier has a colon after it: write `owner:growth`"],
    ["expires:", "`expires:` has no value, such as `expires:<30d`"],
    ["expires:soon", "`expires:` takes `<30d`, `>=2027-01-31`, `none` or the like, not `soon`"],
    ["expires:2026-13-01", "`expires:` takes `<30d`, `>=2027-01-31`, `none` or the like, not `2026-13-01`"],
  ])("%s is refused", (text, problem) => expect(found(text)).toBe(problem));

  it("accepts any value if the known values are not given", () => {
    expect(typeof readQuery("owner:anybody in:any/thing", { today })).toBe("function");
  });
});
