import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { digestOfId, sealOfDigests } from "../../scripts/model/seal.ts";
import { makeRepository } from "./git-repository.ts";
import type { Snapshot } from "./snapshot.ts";

/** The day of the instance: its dates are around this one. */
export const catalogDay = Date.parse("2026-12-01T00:00:00Z");

const config = {
  name: "@acme/flags",
  flagstone: {
    scopes: {
      organization: {},
      account: { ignoreCase: true, within: "organization" },
      brand: { ignoreCase: true, within: "account" },
      user: { within: "account" },
    },
    owners: ["accounting", "checkout", "growth", "search", "widgets"],
    environments: ["production", "staging"],
  },
};

const keepers = Array.from({ length: 18 }, (_, index) => `ngo-${index + 10}`);
const gone = [
  ["ngo-1", "2026-04-10"],
  ["ngo-2", "2026-04-10"],
  ["ngo-3", "2026-06-02"],
  ["ngo-4", "2026-07-15"],
  ["ngo-5", "2026-09-01"],
  ["ngo-6", "2026-09-01"],
  ["ngo-7", "2026-11-11"],
] as const;

/** A flag with some more lines, as a file by its path. */
function flag(name: string, owner: string, description: string, lines: string): Record<string, string> {
  return { [`flags/${owner}/${name}.yaml`]: `flag: ${name}\ndescription: ${description}\nowner: ${owner}\n${lines}` };
}

const checkout = (rollout: number, more = ""): Record<string, string> =>
  flag(
    "express_checkout",
    "checkout",
    "A shop's customers pay on one page, with the address that they used last.",
    `scope: [organization, account]
expires: 2027-03-31
default: false
enabled:
  groups: [ring/canary]
  account:
    - northwind
    - { id: contoso, until: 2026-12-18, reason: Pilot until the holidays }
disabled:
  account: [tailspin]
rollout: { percent: ${rollout}, by: account }
${more}examples:
  - { when: { account: northwind }, expect: true }
  - { when: { account: tailspin }, expect: false }
`,
  );

const widget = (canary: string, regular: string, vip: string, more = ""): Record<string, string> => ({
  "flags/widgets/web_widget.yaml": `release: web_widget
description: The Web Widget that the compose endpoint serves.
owner: widgets
by: ring
stages:
  - { group: canary, version: ${canary}, soak: 2d }
  - { group: regular, version: ${regular}, soak: 5d }
  - { group: vip, version: ${vip} }
${more}properties: { base_url: https://static.example.com/widget, integrity: true }
examples:
  - { when: { brand: special-outlet }, expect: ${vip} }
`,
});

const first: Record<string, string> = {
  "package.json": `${JSON.stringify(config, null, 2)}\n`,
  "groups/ring.yaml": `groups: ring
description: When an account receives a new Web Widget, before everyone, with everyone or last.
owner: widgets
scope: account
default: regular
members:
  canary:
    - acme-staff
    - acme-support
    - match: browser-test-*
  vip:
    - special-customer
    - northwind
    - { id: peak-shop, until: 2026-12-31, reason: Peak season contract }
`,
  "groups/plan.yaml": `groups: plan
description: What an organization pays for; the service that asks knows it and tells.
owner: accounting
scope: organization
told: [free, pro, enterprise]
`,
  "groups/design_partners.yaml": `groups: design_partners
description: Organizations that agreed to see unfinished work and talk to us about it.
owner: growth
scope: organization
members: [acme, northwind-group, fabrikam, { id: litware, until: 2026-11-20, reason: Tried it for a quarter }]
`,
  "groups/identities.yaml": `identities: identities
description: Which brands belong to which account, and what accounts were called before.
owner: accounting
scope: account
children: { brand: { special-customer: [special-main, special-outlet], northwind: [northwind-eu] } }
aliases: [{ id: special-customer, was: special-old, until: 2027-06-30 }]
`,
  "groups/app_version.yaml": `attribute: app_version
description: The version of the app that asks.
owner: widgets
type: version
`,
  ...checkout(5),
  ...widget("237df6b", "237df6b", "9fceb02"),
  ...flag(
    "checkout_layout",
    "checkout",
    "How many pages the checkout has for a shop's customers.",
    `scope: account
variants: [one_page, two_page, guided]
expires: 2026-12-20
default: one_page
assign: { two_page: { groups: [ring/canary] }, guided: { account: [fabrikam-shop] } }
rollout: { weights: { one_page: 70, two_page: 20, guided: 10 } }
`,
  ),
  ...flag(
    "search_suggestions",
    "search",
    "The search proposes articles while somebody types.",
    "scope: account\nexpires: 2027-02-14\ndefault: false\nrollout: 25\n",
  ),
  ...flag(
    "search_limits",
    "search",
    "How many results a search returns at most, and how long it may take.",
    `scope: account
variants: { small: { results: 20, timeout_ms: 200 }, large: { results: 500, timeout_ms: 1500 } }
permanent: The limits are tuned with the cluster.
default: small
assign: { large: { groups: [ring/vip] } }
`,
  ),
  ...flag(
    "public_teams",
    "growth",
    "People outside an organization can see its public teams.",
    `scope: organization
expires: 2026-12-09
default: false
enabled: { groups: [design_partners], organization: [acme, northwind-group] }
`,
  ),
  ...flag(
    "reply_macros",
    "growth",
    "Agents build their own prepared sentences out of parts.",
    "scope: [organization, user]\nexpires: 2027-01-15\ndefault: false\nenabled: { user: [u_17, u_42] }\nrequires: [quick_replies]\n",
  ),
  ...flag(
    "quick_replies",
    "growth",
    "Agents answer with prepared sentences.",
    "scope: [organization, user]\nexpires: 2027-06-30\ndefault: false\nclient: true\nrollout: { percent: 60, by: organization }\n",
  ),
  ...flag(
    "compact_sidebar",
    "growth",
    "A user sees the sidebar with icons only.",
    "scope: user\nexpires: 2026-11-15\ndefault: true\ndeprecated: the user's own setting `sidebar_width`\ndisabled: { user: [u_17] }\n",
  ),
  ...flag(
    "payments",
    "checkout",
    "The shop takes payments; the switch that is turned off in an incident.",
    "permanent: An emergency needs its switch on every day.\ndefault: true\n",
  ),
  "flags/accounting/form_link_workflow.yaml": `privilege: form_link_workflow
description: Forms can open another form when they are submitted.
owner: accounting
scope: organization
frozen:
  flag: form_link_workflow
  date: 2026-03-02
  sunset: 2027-03-01
  organization:
    - { id: clinic-12, until: 2026-12-31, reason: Contract C-88 }
${keepers.map((id) => `    - ${id}\n`).join("")}  ended:
${gone.map(([id, date]) => `    - { id: ${id}, date: ${date}, reason: Upgraded to Pro }\n`).join("")}  seal: ${sealOfDigests("organization", ["clinic-12", ...keepers, ...gone.map(([id]) => id)].map(digestOfId))}
`,
  "flags/retired.yaml": `retired:
  form_link_workflow: { kind: flag, date: 2026-03-02, outcome: frozen, answer: false }
  old_checkout: { kind: flag, date: 2026-05-04, outcome: shipped, answer: true }
`,
  "flags/accounting/audit_log.yaml": `privilege: audit_log
description: Administrators can read and export who did what.
owner: accounting
scope: organization
`,
};

const waiver = {
  "flags/widgets/checkout_hotfix.yaml": `waiver: checkout_hotfix
description: CVE in the payment form; the soak of canary was skipped.
owner: widgets
approved_by: oncall-lead
link: https://tracker.example.com/INC-42
allow:
  - { policy: gate/not-soaked, name: web_widget, version: 5be11d0 }
`,
};

const blocked = "blocked:\n  - { version: bad0bad, date: 2026-11-20, reason: Broke checkout }\n";
const pinned = `pinned:
  account:
    - { id: peak-shop, version: 9fceb02, until: 2026-12-31, reason: Holiday freeze }
`;

/** The commits of the repository, oldest first. */
const steps: readonly (readonly [date: string, author: string, subject: string, files: Record<string, string>])[] = [
  ["2026-06-08T09:12:00Z", "Kim", "Begin with what the services ask for", first],
  ["2026-08-20T14:02:00Z", "Robin", "Express checkout for a tenth", checkout(10)],
  ["2026-09-14T08:41:00Z", "Kim", "Express checkout for a quarter", checkout(25)],
  [
    "2026-10-27T10:20:00Z",
    "Noor",
    "Suggestions for everyone",
    flag(
      "search_suggestions",
      "search",
      "The search proposes articles while somebody types.",
      "scope: account\nexpires: 2027-02-14\ndefault: false\nrollout: 100\n",
    ),
  ],
  ["2026-11-18T07:55:00Z", "Robin", "Hot fix of the widget", { ...waiver, ...widget("5be11d0", "5be11d0", "9fceb02") }],
  ["2026-11-20T16:30:00Z", "Robin", "Block what broke checkout", widget("5be11d0", "5be11d0", "9fceb02", blocked)],
  [
    "2026-11-24T11:05:00Z",
    "Noor",
    "Pause the sidebar's successor",
    flag(
      "reply_macros",
      "growth",
      "Agents build their own prepared sentences out of parts.",
      "scope: [organization, user]\nexpires: 2027-01-15\ndefault: false\npaused: INC-51, error rate\nenabled: { user: [u_17, u_42] }\nrequires: [quick_replies]\n",
    ),
  ],
  [
    "2026-11-26T13:37:00Z",
    "Kim",
    "Express checkout for four in ten",
    checkout(40, "environments: { staging: { default: true, rollout: null } }\n"),
  ],
  [
    "2026-11-30T06:00:00Z",
    "Robin",
    "The next widget for canary",
    widget("c0ffee1", "5be11d0", "9fceb02", `${pinned}${blocked}`),
  ],
];

/** The commits of an instance with a bit of everything, oldest first. */
export function catalogSnapshots(): readonly Snapshot[] {
  const files: Record<string, string> = {};
  return steps.map(([date, author, subject, changed]) => {
    Object.assign(files, changed);
    return {
      date,
      author,
      subject,
      files: Object.entries(files)
        .sort()
        .map(([path, text]) => ({ path, text })),
    };
  });
}

/** Creates this instance in a folder, with its commits in git. */
export function makeCatalogInstance(root: string): void {
  const snapshots = catalogSnapshots();
  makeRepository(root, snapshots);
  for (const { path, text } of snapshots.at(-1)?.files ?? []) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
