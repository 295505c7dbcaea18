import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile, readOnce } from "../../scripts/compile/compile.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { startOf } from "../../scripts/model/time.ts";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { expectSame } from "../support/expect-same.ts";
import { filesIn } from "../support/files.ts";
import { completeFiles } from "../support/instance-folder.ts";
import { treeOfFiles } from "../support/trees.ts";

const folder = folderOf("check");

/** The instances of all cases, in which flags, groups and attributes refer to each other. */
const instances = caseFolders(folder).map((name) => treeOfFiles(completeFiles(filesIn(join(folder, name)))));
type Instance = (typeof instances)[number];

const kinds = [
  "value",
  "value",
  "value",
  "value",
  "reword",
  "configure",
  "configure",
  "cut",
  "break",
  "back",
  "back",
] as const;
const rare = ["add", "take", "remove", "rename", "config", "day", "expired", "again"] as const;
const change = fc.record({
  what: fc.constantFrom(...kinds, ...rare),
  instance: fc.nat(instances.length - 1),
  at: fc.nat(10_000),
  to: fc.nat(10_000),
});
type Change = typeof change extends fc.Arbitrary<infer Drawn> ? Drawn : never;
const days = ["2020-01-01", "2026-11-21", "2026-12-10", "2027-06-30", "2031-01-01"].map(startOf);

interface State {
  readonly config: Source;
  readonly files: readonly Source[];
  readonly asOf: number;
  readonly allowExpired: boolean;
}

/** What a config may also say, and what changes what a document means or must be. */
const settings: readonly object[] = [
  {},
  { owners: ["growth"] },
  { owners: ["accounting", "growth"], codeowners: { growth: ["@acme/growth"] } },
  { namePattern: "^[a-e][a-z_]*$" },
  { scopes: { account: {}, domain: {} } },
  { scopes: { account: { pattern: "^[a-h].*$" }, brand: {}, user: { within: "account" } } },
  { scopes: { account: { ignoreCase: true }, brand: { within: "account" }, domain: {}, user: {} } },
  { environments: ["production", "staging"] },
  { outputs: ["manifest"] },
];

/** What a line has before and after its key. */
const line = /^( *(?:- )?)([a-z_]+): (.+)$/;

/** All values that each key has in the instances. */
const values = new Map<string, string[]>();
for (const { text } of instances.flatMap(({ files }) => files))
  for (const [, , key = "", value = ""] of text.matchAll(new RegExp(line, "gm")))
    values.set(key, [...(values.get(key) ?? []), value]);

function pick<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % Math.max(1, items.length)];
}

function withFile(files: readonly Source[], file: Source): readonly Source[] {
  return [...files.filter(({ path }) => path !== file.path), file];
}

/** The file with another value of one of its keys. */
function revalued({ path, text }: Source, at: number, to: number): Source {
  const lines = text.split("\n");
  const own = pick(
    lines.filter((each) => line.test(each)),
    at,
  );
  const [, before, key = ""] = line.exec(own ?? "") ?? [];
  const value = pick(values.get(key) ?? [], to);
  return { path, text: lines.map((each) => (each === own ? `${before}${key}: ${value}` : each)).join("\n") };
}

/** The file with one of its words replaced by a word of another: what refers to something refers to something else. */
function reworded({ path, text }: Source, files: readonly Source[], at: number, to: number): Source {
  const words = text.match(/[\w.*-]+/g) ?? [];
  const others = files.flatMap((file) => file.text.match(/[\w.*-]+/g) ?? []);
  const [from, into] = [pick(words, at) ?? "", pick(others, to) ?? ""];
  let left = at % Math.max(1, words.filter((word) => word === from).length);
  return { path, text: text.replace(/[\w.*-]+/g, (word) => (word === from && left-- === 0 ? into : word)) };
}

function configured({ path, text }: Source, at: number): Source {
  try {
    const { flagstone, ...rest } = JSON.parse(text) as { flagstone?: object };
    return { path, text: JSON.stringify({ ...rest, flagstone: { ...flagstone, ...pick(settings, at) } }) };
  } catch {
    return { path, text };
  }
}

/** The instance after a change; what does not change keeps its source, as in an editor. */
function changed(state: State, { what, instance, at, to }: Change, before: readonly State[]): State {
  const other = instances[instance] as Instance;
  const given = pick(other.files, at);
  // Half of the time something that flags may refer to.
  const shared = state.files.filter(({ path, text }) => !/^flag:/m.test(text) || path.includes("retired"));
  const own = pick(to % 2 === 0 && shared.length > 0 ? shared : state.files, at);
  const files = state.files.filter((file) => file !== own);
  switch (what) {
    case "add":
      return { ...state, files: given === undefined ? state.files : withFile(state.files, given) };
    case "take":
      return { ...state, files: other.files.slice(0, 10).reduce(withFile, state.files) };
    case "config":
      return { ...state, config: other.config };
    case "configure":
      return { ...state, config: configured(state.config, at) };
    case "day":
      return { ...state, asOf: pick(days, at) ?? 0 };
    case "expired":
      return { ...state, allowExpired: !state.allowExpired };
    case "again":
      return { ...state, config: { ...state.config }, files: state.files.map((file) => ({ ...file })) };
    case "back":
      return pick(before, at) ?? state;
  }
  if (own === undefined) return state;
  const { path, text } = own;
  switch (what) {
    case "remove":
      return { ...state, files };
    case "rename":
      return { ...state, files: withFile(files, { path: path.replace(/\.yaml$/, "_2.yaml"), text }) };
    case "value":
      return { ...state, files: withFile(files, revalued(own, at, to >> 1)) };
    case "reword":
      return { ...state, files: withFile(files, reworded(own, state.files, at, to)) };
    case "break":
      return { ...state, files: withFile(files, { path, text: `${text}\n  - ]` }) };
    case "cut": {
      const lines = text.split("\n");
      return { ...state, files: withFile(files, { path, text: lines.toSpliced(at % lines.length, 1).join("\n") }) };
    }
  }
}

/** Findings as a text, without the identity of anything that they refer to. */
function plain(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify(diagnostics, (key, value) => (key === "source" ? (value as Source).path : (value as unknown)));
}

function findingsOf({ config, files, ...options }: State, read?: ReturnType<typeof readOnce>): readonly Diagnostic[] {
  return compile({ config, files, diagnostics: [] }, options, read).diagnostics;
}

function anew({ config, files, ...options }: State): State {
  return { ...options, config: { ...config }, files: files.map((file) => ({ ...file })) };
}

const config = JSON.stringify({
  name: "acme",
  flagstone: { scopes: { account: {}, user: {} }, owners: ["growth"], namePattern: "^[a-z]+$" },
});
const ring =
  "groups: ring\ndescription: Who gets a deploy first.\nowner: growth\nscope: account\nmembers:\n  canary: [acme]\n";
const search =
  "flag: search\ndescription: Customers see the new search.\nowner: growth\nscope: account\nexpires: 2027-03-31\ndefault: false\nenabled: { groups: [ring/canary] }\n";

test("a flag is checked again when what it refers to changes, whatever it was before", () => {
  const variants: readonly (readonly [config: string, ring: string | undefined, code: string | undefined])[] = [
    [config, ring, undefined],
    [config, ring.replace("canary", "first"), "model/unknown-group"],
    [config, ring.replace("account", "user"), "model/wrong-scope"],
    [config, undefined, "model/unknown-group"],
    [config, ring.replace("members:", "members: ["), "yaml/syntax"],
    [config.replace('["growth"]', '["billing"]'), ring, "model/unknown-owner"],
    [config.replace("[a-z]", "[a-d]"), ring, "schema/bad-name"],
  ];
  const flag = { path: "flags/search.yaml", text: search };
  const configs = new Map(variants.map(([text]) => [text, { path: "package.json", text }]));
  const rings = new Map(
    variants.map(([, text]) => [text, text === undefined ? [] : [{ path: "groups/ring.yaml", text }]]),
  );
  const stateOf = ([config, ring]: (typeof variants)[number]): State => ({
    config: configs.get(config) as Source,
    files: [flag, ...(rings.get(ring) ?? [])],
    asOf: days[1] ?? 0,
    allowExpired: false,
  });
  for (const before of variants)
    for (const after of variants) {
      const read = readOnce();
      findingsOf(stateOf(before), read);
      const found = findingsOf(stateOf(after), read);
      expectSame(plain(found), plain(findingsOf(anew(stateOf(after)))));
      const [, , code] = after;
      expect(found.map((each) => each.code)).toEqual(code === undefined ? [] : expect.arrayContaining([code]));
    }
});

test("a check that remembers what it has read finds what a new one finds, whatever has changed", () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(fc.nat(instances.length - 1), fc.array(change, { minLength: 8, maxLength: 25 }), (first, changes) => {
      const read = readOnce();
      const { config, files } = instances[first] as Instance;
      const states: State[] = [{ config, files, asOf: days[1] ?? 0, allowExpired: false }];
      findingsOf(states[0] as State, read);
      for (const each of changes) {
        const state = changed(states.at(-1) as State, each, states);
        states.push(state);
        const found = findingsOf(state, read);
        expectSame(plain(found), plain(findingsOf(anew(state))));
        for (const { code } of found) codes.add(code);
      }
    }),
    { numRuns: Number(process.env.FLAGSTONE_TEST_RUNS ?? 60), endOnFailure: true },
  );
  expect(codes.size).toBeGreaterThan(40);
});
