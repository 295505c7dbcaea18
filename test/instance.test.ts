import { describe, expect, it } from "vitest";
import { applyEdits } from "../scripts/model/text/textedit.ts";
import type { Tree } from "../scripts/model/tree.ts";
import { shippedTree } from "./support/shipped-instance.ts";
import { compileTree, moduleOf } from "./support/trees.ts";

const tree = shippedTree();

/** The shipped instance with the text of one file changed. */
function changed(path: string, change: (text: string) => string): Tree {
  return { ...tree, files: tree.files.map((file) => (file.path === path ? { path, text: change(file.text) } : file)) };
}

function errorsOf(tree: Tree, asOf?: string) {
  return compileTree(tree, asOf)
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ code, span, related }) => ({
      code,
      at: `${span.source.path}: ${span.source.text.slice(span.start, span.end)}`,
      related: related.map(
        (each) => `${each.span.source.path}: ${each.span.source.text.slice(each.span.start, each.span.end)}`,
      ),
    }));
}

it("the shipped instance has no findings", () => {
  expect(compileTree(tree).diagnostics).toEqual([]);
});

describe("ring membership", () => {
  const module = moduleOf(tree);

  it("puts listed customers into canary and vip and everyone else into regular", () => {
    expect(module.lookup({ account: "lighthouse-support" }).group("ring")).toBe("canary");
    expect(module.lookup({ account: "special-customer-1" }).group("ring")).toBe("vip");
    expect(module.lookup({ account: "somebody-else" }).group("ring")).toBe("regular");
    expect(module.lookup({ account: "special-customer-1" }).isIn("ring/vip")).toBe(true);
    expect(module.lookup({ account: "somebody-else" }).isIn("ring/vip")).toBe(false);
  });

  it("serves the version of the group: 123, 456, 789", () => {
    expect(module.lookup({ account: "lighthouse-staff" }).version("web_widget")).toBe("123");
    expect(module.lookup({ account: "somebody-else" }).version("web_widget")).toBe("456");
    expect(module.lookup({ account: "special-customer-1" }).version("web_widget")).toBe("789");
    expect(module.lookup({ account: "Special-Customer-1" }).release("web_widget")).toEqual({
      version: "789",
      stage: "vip",
      properties: { base_url: "https://static.example.com/widget", integrity: true },
    });
  });

  it("rejects a customer who is in both groups, and shows both lines", () => {
    const both = changed("groups/ring.yaml", (text) => text.replace("vip:\n", "vip:\n    - lighthouse-support\n"));
    expect(errorsOf(both)).toEqual([
      {
        code: "model/two-groups",
        at: "groups/ring.yaml: lighthouse-support",
        related: ["groups/ring.yaml: lighthouse-support"],
      },
    ]);
    const [finding] = compileTree(both).diagnostics;
    expect(finding?.span.start).toBeGreaterThan(finding?.related[0]?.span.start ?? Infinity);
  });
});

describe("grandfathering", () => {
  const module = moduleOf(tree);

  it("lets customers who had the flag keep the privilege, whatever their plan", () => {
    const kenya = module.lookup({ organization: "ngo-kenya" });
    expect(kenya.hasPrivilege("form_link_workflow", [])).toBe(true);
    expect(kenya.hasPrivilege("form_link_workflow", undefined)).toBe(true);
    expect(kenya.hasPrivilege("audit_log", [])).toBe(false);
  });

  it("asks one question: plan or frozen", () => {
    const newcomer = module.lookup({ organization: "newcomer" });
    expect(newcomer.hasPrivilege("form_link_workflow", [])).toBe(false);
    expect(newcomer.hasPrivilege("form_link_workflow", new Set(["form_link_workflow"]))).toBe(true);
    expect(newcomer.hasPrivilege("form_link_workflow", (name: string) => name === "form_link_workflow")).toBe(true);
    expect(newcomer.privileges(["audit_log"])).toEqual(["audit_log"]);
    expect(module.lookup({ organization: "ngo-kenya" }).privileges(["audit_log"])).toEqual([
      "audit_log",
      "form_link_workflow",
    ]);
  });

  it("ends after the sunset, and for customers who left", () => {
    const after = { at: Date.UTC(2036, 10, 22) };
    expect(module.lookup({ organization: "ngo-kenya" }, after).hasPrivilege("form_link_workflow", [])).toBe(false);
    expect(
      module.lookup({ organization: "ngo-kenya" }, { at: after.at - 1 }).hasPrivilege("form_link_workflow", []),
    ).toBe(true);
    expect(module.lookup({ organization: "old-project" }).hasPrivilege("form_link_workflow", [])).toBe(false);
  });

  it("rejects a customer added to the frozen list by hand", () => {
    const grown = changed("flags/form_link_workflow.yaml", (text) =>
      text.replace("- clinic-12\n", "- clinic-12\n    - friend-of-sales\n"),
    );
    expect(errorsOf(grown).map(({ code }) => code)).toEqual(["model/bad-seal"]);
    expect(compileTree(grown).diagnostics[0]?.fix).toBeUndefined();
  });
});

describe("owned, expiring flags", () => {
  const module = moduleOf(tree);

  it("answers users, teams and organizations, the narrowest entry first", () => {
    expect(module.lookup({ organization: "acme" }).isEnabled("public_teams")).toBe(true);
    expect(module.lookup({ organization: "globex" }).isEnabled("public_teams")).toBe(false);
    expect(module.lookup({ user: "u_17" }).isEnabled("compact_sidebar")).toBe(false);
    expect(module.lookup({ organization: "acme", team: "acme-day-shift" }).isEnabled("shared_inbox")).toBe(true);
    expect(module.lookup({ organization: "acme", team: "acme-night-shift" }).isEnabled("shared_inbox")).toBe(false);
  });

  it("an expired flag answers its default at run time, from that instant", () => {
    const end = Date.UTC(2036, 6, 1);
    expect(module.lookup({ organization: "acme" }, { at: end - 1 }).isEnabled("public_teams")).toBe(true);
    expect(module.lookup({ organization: "acme" }, { at: end }).isEnabled("public_teams")).toBe(false);
    expect(module.lookup({ organization: "acme" }, { at: end }).isEnabled("shared_inbox")).toBe(true);
  });

  it("an expired flag fails the check", () => {
    const expired = errorsOf(tree, "2036-07-01").map(({ code, at }) => `${code} ${at}`);
    expect(expired).toContain("model/expired flags/public_teams.yaml: 2036-06-30");
    expect(errorsOf(tree, "2036-06-30").map(({ at }) => at)).not.toContain("flags/public_teams.yaml: 2036-06-30");
  });

  it("rejects a flag without an owner, a description or a last day", () => {
    for (const key of ["owner", "description", "expires"])
      expect(
        errorsOf(changed("flags/public_teams.yaml", (text) => text.replace(new RegExp(`^${key}:.*\n`, "m"), ""))).map(
          ({ code }) => code,
        ),
      ).toEqual(["schema/missing-key"]);
  });
});

describe("per-task settings", () => {
  const module = moduleOf(tree);
  const ask = (context: Record<string, string>, text = "") => {
    const lookup = module.lookup(context, { overrides: module.parseOverrides(text) });
    return { something: lookup.isEnabled("do_something"), other: lookup.isEnabled("other_thing") };
  };

  it("reads explicit yes, explicit no, or the default", () => {
    expect(ask({ connector: "jira", task: "task-1" })).toEqual({ something: false, other: true });
    expect(ask({ connector: "jira", task: "task-1" }, "do_something,no_other_thing")).toEqual({
      something: true,
      other: false,
    });
    expect(ask({ connector: "jira", task: "task-1" }, " no_other_thing , ")).toEqual({
      something: false,
      other: false,
    });
  });

  it("has a default that differs by connector", () => {
    expect(ask({ connector: "salesforce", task: "task-1" }).something).toBe(true);
    expect(ask({ connector: "salesforce", task: "task-7" }).something).toBe(false);
    expect(ask({ connector: "legacy-ftp", task: "task-1" }).other).toBe(false);
    expect(ask({ connector: "legacy-ftp", task: "task-1" }, "other_thing").other).toBe(true);
  });
});

describe("global switch", () => {
  it("is answered without any session or request state", () => {
    expect(moduleOf(tree).lookup({}).isEnabled("payments")).toBe(true);
    const off = changed("flags/payments.yaml", (text) => text.replace("default: true", "default: false"));
    expect(moduleOf(off).lookup({}).isEnabled("payments")).toBe(false);
  });

  it("is permanent only with a reason", () => {
    const codes = errorsOf(
      changed("flags/payments.yaml", (text) => text.replace(/^permanent:.*$/m, "permanent: true")),
    ).map(({ code }) => code);
    expect(codes).toEqual(["schema/wrong-type"]);
  });
});

describe("the rest of the language", () => {
  const module = moduleOf(tree);
  const ids = Array.from({ length: 2000 }, (_, index) => `shop-${index}`);

  it("variants: one of two layouts, by group, customer or rollout weight", () => {
    const layout = (account: string, environment?: string) =>
      module.lookup({ account }, { environment }).variant("checkout_layout");
    expect([layout("lighthouse-staff"), layout("special-customer-2")]).toEqual(["two_page", "two_page"]);
    const twoPage = ids.filter((id) => layout(id) === "two_page").length;
    expect(twoPage).toBeGreaterThan(140);
    expect(twoPage).toBeLessThan(260);
    expect(ids.filter((id) => layout(id, "staging") === "two_page").length).toBeGreaterThan(900);
  });

  it("rollouts: a quarter of the accounts with all their users, except important accounts", () => {
    const on = ids.filter((account) => module.lookup({ account, user: "u_1" }).isEnabled("quick_replies"));
    expect(on.length).toBeGreaterThan(430);
    expect(on.length).toBeLessThan(570);
    expect(on.every((account) => module.lookup({ account, user: "u_2" }).isEnabled("quick_replies"))).toBe(true);
    expect(module.lookup({ account: "special-customer-1" }).isEnabled("quick_replies")).toBe(false);
  });

  it("requirements: macros only for accounts with quick replies", () => {
    const [on, off] = [true, false].map(
      (value) => ids.find((account) => module.lookup({ account }).isEnabled("quick_replies") === value) ?? "",
    );
    expect(module.lookup({ account: on, user: "u_17" }).isEnabled("reply_macros")).toBe(true);
    expect(module.lookup({ account: off, user: "u_17" }).isEnabled("reply_macros")).toBe(false);
    expect(module.lookup({ account: off, user: "u_17" }).explain("reply_macros").rule).toBe("requires");
  });

  it("told groups and the time of creation", () => {
    const ask = (options?: object) => module.lookup({ organization: "acme" }, options).isEnabled("weekly_report");
    expect([ask(), ask({ groups: { plan: "pro" } }), ask({ groups: { plan: "enterprise" } })]).toEqual([
      false,
      false,
      true,
    ]);
    const created = (day: number) => ask({ created: { organization: Date.UTC(2036, 0, day) } });
    expect([created(0), created(1)]).toEqual([false, true]);
    expect(module.lookup({ organization: "acme" }, { groups: { plan: "pro" } }).group("plan")).toBe("pro");
    expect(module.lookup({ organization: "acme" }).group("plan")).toBeUndefined();
  });

  it("patterns: accounts that browser tests create are canaries", () => {
    expect(module.lookup({ account: "z3n-browser-test-4711" }).group("ring")).toBe("canary");
    expect(module.lookup({ account: "z3n-browser" }).group("ring")).toBe("regular");
  });

  it("pins hold a customer on a version until their last day", () => {
    const version = (at: number) => module.lookup({ account: "umbrella-shop" }, { at }).version("web_widget");
    expect([version(Date.UTC(2036, 11, 31)), version(Date.UTC(2037, 0, 1))]).toEqual(["455", "456"]);
  });

  it("blocked versions are served nowhere", () => {
    const back = changed("flags/web_widget.yaml", (text) => text.replace("version: 456", "version: 454"));
    expect(errorsOf(back).map(({ code, at }) => `${code} ${at}`)).toEqual([
      "model/blocked-version flags/web_widget.yaml: 454",
    ]);
  });

  it("environments: staging is ahead, and an unknown one is an error", () => {
    const staging = module.lookupIn("staging");
    expect(staging({ account: "somebody-else" }).version("web_widget")).toBe("790");
    expect(module.lookup({ account: "somebody-else" }).version("web_widget")).toBe("456");
    expect(() => module.lookupIn("stagin")).toThrow("did you mean `staging`?");
  });

  it("identities: a brand has its account's groups, an alias means the same account", () => {
    const brand = module.lookup({ brand: "special-outlet" });
    expect([brand.group("ring"), brand.version("web_widget"), brand.isEnabled("quick_replies")]).toEqual([
      "vip",
      "789",
      false,
    ]);
    expect(module.lookup({ account: "somebody-else", brand: "special-outlet" }).group("ring")).toBe("regular");
    expect(module.lookup({ account: "special-two" }).group("ring")).toBe("vip");
    expect(module.lookup({ account: "special-two" }, { at: Date.UTC(2036, 6, 1) }).group("ring")).toBe("regular");
  });

  it("browsers get a snapshot of the client flags and nothing else", () => {
    expect(module.lookup({ account: "lighthouse-staff" }).snapshot()).toEqual({
      format: 1,
      flags: {
        checkout_layout: "two_page",
        quick_replies: module.lookup({ account: "lighthouse-staff" }).isEnabled("quick_replies"),
      },
      values: {},
      digest: module.digest(),
    });
  });

  it("examples are run: a failing one shows the actual answer and the line that decided it", () => {
    const wrong = changed("groups/ring.yaml", (text) =>
      text.replace("lighthouse-support }, expect: canary", "lighthouse-support }, expect: vip"),
    );
    expect(errorsOf(wrong)).toEqual([
      { code: "model/failed-example", at: "groups/ring.yaml: vip", related: ["groups/ring.yaml: lighthouse-support"] },
    ]);
    expect(compileTree(wrong).diagnostics[0]?.message).toBe("expected `vip`, but `ring` answers `canary`");
  });
});

it("applying the fixes restores the instance", () => {
  const broken = changed("groups/ring.yaml", (text) =>
    text.replace("- lighthouse-support\n", "- lighthouse-support\n    - lighthouse-staff\n"),
  );
  const before = compileTree(broken).diagnostics;
  expect(before.map(({ code }) => code)).toEqual(["model/duplicate-entry"]);
  const fixed = {
    ...broken,
    files: broken.files.map((file) =>
      applyEdits(
        file,
        before.flatMap(({ fix }) => fix?.edits ?? []),
      ),
    ),
  };
  expect(fixed.files).toEqual(tree.files);
});
