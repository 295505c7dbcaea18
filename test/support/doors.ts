import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Tree } from "../../scripts/model/tree.ts";
import { assets, bytesOf, emit, writeOutputs } from "./built.ts";
import { repository } from "./shipped-instance.ts";
import { modelsOf, packageJson, treeOf } from "./trees.ts";

/** The outputs of a tree, in a folder from which the packages of this repository can be imported. */
export interface BuiltDoors {
  readonly folder: string;
  /** Imports a file of the outputs. */
  readonly import: <Imported>(path: string) => Promise<Imported>;
  readonly remove: () => void;
}

/** Builds a tree for services that import its doors. */
export function buildDoors(tree: Tree): BuiltDoors {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-doors-"));
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
  writeOutputs(folder, emit(modelsOf(tree), assets()));
  return {
    folder,
    import: (path) => import(pathToFileURL(join(folder, path)).href),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The text of the flags.json of a tree. */
export function bundleTextOf(tree: Tree): string {
  const bundle = emit(modelsOf(tree), assets()).find(({ path }) => path === "flags.json");
  return bundle === undefined ? "" : bytesOf(bundle).toString();
}

/** An instance with a name for each case that doors distinguish; some files may be replaced. */
export function doorTree(others: Readonly<Record<string, string>> = {}): Tree {
  return treeOf({ ...files, ...others });
}

const files: Readonly<Record<string, string>> = {
  "package.json": packageJson({
    scopes: { account: {}, user: { within: "account" }, device: {} },
    environments: ["production", "staging"],
    outputs: ["openfeature", "ofrep"],
  }),
  "groups/ring.yaml": `groups: ring
description: Who receives a deploy, and when.
owner: widgets
scope: account
default: regular
members: { canary: [acme] }
`,
  "groups/plan.yaml": `groups: plan
description: What the customer pays for.
owner: accounting
scope: account
told: [free, pro]
`,
  "groups/app_version.yaml": `attribute: app_version
description: The version of the app that asks.
owner: apps
type: version
`,
  "flags/teams.yaml": `flag: teams
description: People outside an account can see its public teams.
owner: growth
scope: account
expires: 2036-06-30
default: false
enabled: { groups: [ring/canary, plan/pro], account: [hooli] }
client: true
`,
  "flags/shared.yaml": `flag: shared
description: A user of an account that is new shares an inbox with others.
owner: growth
scope: [account, user]
permanent: It is part of the product.
default: true
disabled: { user: [u_1] }
created: { from: 2027-01-01, value: false, by: account }
client: true
`,
  "flags/modern.yaml": `flag: modern
description: Apps that can show it have the modern view.
owner: apps
permanent: Old apps stay around.
default: false
enabled: { where: [{ app_version: { from: 7.190.0 } }] }
`,
  "flags/payments.yaml": `flag: payments
description: The shop takes payments, whoever the customer is.
owner: operations
permanent: An emergency needs its switch.
default: true
`,
  "flags/halted.yaml": `flag: halted
description: A view that was stopped in an incident.
owner: operations
permanent: It comes again.
default: false
enabled: { account: [acme] }
scope: account
paused: INC-51, error rate
`,
  "flags/layout.yaml": `flag: layout
description: How many pages the checkout has.
owner: growth
scope: account
variants: [one_page, two_page]
expires: 2036-06-30
default: one_page
assign: { two_page: { account: [acme] } }
client: true
`,
  "flags/share.yaml": `flag: share
description: A share of the traffic that is measured.
owner: growth
scope: device
variants: { none: 0, all: 1 }
permanent: It is tuned.
default: none
rollout: { weights: { none: 0, all: 100 } }
client: true
`,
  "flags/limits.yaml": `flag: limits
description: How many results a search returns at most.
owner: growth
scope: account
variants: { small: { results: 20 }, large: { results: 500 } }
permanent: The limits are tuned.
default: small
assign: { large: { account: [acme] } }
client: true
`,
  "flags/note.yaml": `flag: note
description: A text over the page, for those who get one.
owner: growth
scope: account
variants: { none: null, sale: The sale ends today }
permanent: There is always a sale.
default: none
assign: { sale: { account: [acme] } }
`,
  "flags/widget.yaml": `release: widget
description: The widget that is served.
owner: widgets
by: ring
stages: [{ group: canary, version: "2" }, { group: regular, version: "1" }]
properties: { base_url: https://static.example.com }
`,
  "flags/audit.yaml": `privilege: audit
description: Administrators can read who did what.
owner: accounting
scope: account
`,
  "flags/retired.yaml": `retired:
  old_checkout: { kind: flag, date: 2026-11-21, outcome: shipped, answer: true }
  old_layout: { kind: flag, date: 2026-11-21, outcome: dropped, answer: small, value: { pages: 1 } }
`,
};

/** The text of a file of that instance, for tests that change it. */
export function doorFile(path: string): string {
  return files[path] ?? "";
}
