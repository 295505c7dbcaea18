/** An example of the line that adds a key; undefined for keys that are seldom required. */
export function sampleOf(key: string): string | undefined {
  return Object.hasOwn(samples, key) ? samples[key] : undefined;
}

const samples: Readonly<Record<string, string>> = {
  description: "description: What it is for, in a sentence.",
  owner: "owner: the team that owns it",
  default: "default: false",
  expires: "expires: 2027-12-31",
  permanent: "permanent: why it has no last day",
  scope: "scope: account",
  by: "by: ring",
  stages: "stages: [{ group: canary, version: 237df6b }]",
  members: "members: { canary: [acme] }",
  group: "group: canary",
  version: "version: 237df6b",
  id: "id: acme",
  match: "match: acme-test-*",
  was: "was: acme-old",
  date: "date: 2026-11-21",
  flag: "flag: the flag it was before",
  seal: "seal: sha256-…",
  kind: "kind: flag",
  outcome: "outcome: shipped",
  approved_by: "approved_by: oncall-lead",
  allow: "allow: [{ policy: gate/not-soaked, name: web_widget, version: f1xed00 }]",
  policy: "policy: gate/not-soaked",
  name: "name: web_widget",
  scopes: '"scopes": { "account": {} }',
  told: "told: [free, pro]",
  when: "when: { account: acme }",
  expect: "expect: true",
  from: "from: 2026-12-01",
  value: "value: true",
  percent: "percent: 25",
  where: "where: { country: de }",
  weights: "weights: { one_page: 90, two_page: 10 }",
};
