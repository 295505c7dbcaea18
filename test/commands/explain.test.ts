import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { callFlagstone } from "../support/call-flagstone.ts";
import { repository } from "../support/shipped-instance.ts";

const schema = JSON.parse(readFileSync(join(repository, "schema/explain.schema.json"), "utf8")) as object;
const isReport = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

async function explained(...words: string[]) {
  const { stdout } = await callFlagstone(["explain", ...words, "--at", "2026-12-01", "--format", "json"], repository);
  const report = JSON.parse(stdout);
  expect(isReport(report) || isReport.errors).toBe(true);
  return report;
}

describe("explain --format json", () => {
  it("has the answer of a name, and the places that decide it", async () => {
    expect(await explained("quick_replies", "account=special-customer-1", "user=u_17")).toEqual({
      version: 1,
      context: { account: "special-customer-1", user: "u_17" },
      groups: {},
      attributes: {},
      environment: "production",
      at: "2026-12-01T00:00:00Z",
      answers: [
        {
          kind: "flag",
          name: "quick_replies",
          value: false,
          rule: "group",
          places: [
            { message: "group `ring/vip` gets it", path: "flags/quick_replies.yaml", line: 8, column: 12 },
            { message: "a member of `ring/vip`", path: "groups/ring.yaml", line: 22, column: 7 },
          ],
        },
      ],
    });
  });

  it("has values of variants, groups, retired names and what callers pass", async () => {
    const limits = await explained("search_limits", "account=acme");
    expect(limits.answers[0]).toMatchObject({ value: { results: 20, timeout_ms: 200 }, variant: "small" });
    expect((await explained("ring", "account=acme")).answers[0]).toMatchObject({ kind: "groups", value: ["regular"] });
    expect((await explained("new_checkout")).answers[0]).toMatchObject({ value: true, rule: "retired" });
    expect((await explained("weekly_report", "organization=acme", "plan=enterprise")).groups).toEqual({
      plan: "enterprise",
    });
  });

  it("has all names of a customer", async () => {
    const { answers } = await explained("organization=acme");
    expect(answers.length).toBeGreaterThan(5);
    expect(new Set(answers.map(({ kind }: { kind: string }) => kind))).toEqual(
      new Set(["flag", "groups", "privilege"]),
    );
  });

  it("says where a customer is known, if a file mentions it in another scope only, or nowhere", async () => {
    const said = async (...words: string[]) => (await callFlagstone(["explain", ...words], repository)).stderr;
    expect(await said("web_widget", "account=special-outlet")).toBe(
      "no file mentions account `special-outlet`: there is `brand=special-outlet`\n",
    );
    expect(await said("web_widget", "brand=special-outlte")).toContain("it gets what everyone gets");
    expect(await said("special-outlet")).toContain("; for the customer write `brand=special-outlet`\n");
    expect(await said("web_widget", "account=z3n-browser-test-1")).toBe("");
  });

  it("says which groups a caller may tell, if none is like the one given", async () => {
    const { stderr } = await callFlagstone(["explain", "weekly_report", "organization=acme", "plan=gold"], repository);
    expect(stderr).toBe("flagstone: `gold` is not a group of `plan`; its groups are `free`, `pro`, `enterprise`\n");
  });

  it("refuses other formats", async () => {
    const { status, stderr } = await callFlagstone(["explain", "ring", "--format", "yaml"], repository);
    expect([status, stderr]).toEqual([2, "flagstone: unknown format `yaml`; there are text, json\n"]);
  });
});
