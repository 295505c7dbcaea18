import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Tree } from "../../scripts/model/tree.ts";
import type { ClientModule, UnknownNameError } from "../../scripts/runtime/client.ts";
import { open } from "../../scripts/runtime/index.ts";
import { assets, bytesOf, emit } from "../support/built.ts";
import { shippedTree } from "../support/shipped-instance.ts";
import { bundleOf, modelsOf, packageJson, treeOf } from "../support/trees.ts";

type Client = Pick<ClientModule, "flags" | "readSnapshot"> & { UnknownNameError: typeof UnknownNameError };

const outputs = assets();

/** The text of one output of a tree. */
function outputOf(tree: Tree, path: string): string {
  const file = emit(modelsOf(tree), outputs).find((each) => each.path === path);
  return file === undefined ? "" : bytesOf(file).toString();
}

/** The exports of client.js when it runs with the language alone: no imports, no console, no globals of a host. */
function runClient(tree: Tree): Client {
  const script = outputOf(tree, "client.js").replaceAll(/^export const (.*) = (.*);$/gm, "var $1 = $2;");
  return runInNewContext(`${script}\n({ flags, readSnapshot, UnknownNameError })`, Object.create(null)) as Client;
}

interface RandomInstance {
  readonly tree: Tree;
  /** Texts of the instance that browsers must not see: ids, descriptions, owners, reasons, other names. */
  readonly secrets: readonly string[];
  /** The client flags, each with its variants if it has any. */
  readonly told: ReadonlyMap<string, readonly string[] | undefined>;
  /** Accounts for lookups, listed and unlisted. */
  readonly accounts: readonly string[];
  readonly users: readonly string[];
  readonly plan: Readonly<Record<string, string>>;
}

/** An instance whose texts are all distinct, and appear nowhere by chance. */
function randomInstance(random: fc.GeneratorValue): RandomInstance {
  const secrets: string[] = [];
  const files: Record<string, string> = {};
  let count = 0;
  const token = (): string => {
    const number = random(fc.integer, { min: 0, max: 2 ** 31 }) + ++count * 2_654_435_761;
    return `x${(number % 2 ** 32).toString(36)}q${count}z`;
  };
  const secret = (): string => {
    const text = token();
    secrets.push(text);
    return text;
  };
  const sentence = (): string => `The ${secret()} is for the ${secret()}.`;
  const chance = (): boolean => random(fc.boolean);
  const ids = (length: number): string[] => Array.from({ length }, secret);
  const owner = secret();
  /** JSON is YAML too. */
  const write = (kind: string, name: string, data: object): void => {
    const folder = kind === "groups" || kind === "identities" ? "groups" : "flags";
    const document = { [kind]: name, description: sentence(), owner, ...data };
    files[`${folder}/${name}.yaml`] = JSON.stringify(document, undefined, 1);
  };

  const [accounts, users] = [ids(8), ids(4)];
  const [acme, globex, initech, former, pattern] = accounts as [string, string, string, string, string];
  const [ring, canary, regular, plan, pro] = ids(5) as [string, string, string, string, string];
  const scope = "account";
  write("groups", ring, {
    scope,
    default: regular,
    members: { [canary]: [acme, { match: `${pattern}*`, reason: sentence() }] },
  });
  write("groups", plan, { scope, told: [pro] });
  write("identities", secret(), {
    scope,
    children: { user: { [acme]: [users[0]] } },
    aliases: [{ id: globex, was: former, reason: sentence() }],
  });
  write("privilege", secret(), { scope });
  write("release", secret(), {
    by: ring,
    stages: [{ group: regular, version: secret() }],
    pinned: { account: [{ id: globex, version: secret(), reason: sentence() }] },
    properties: { [secret()]: sentence() },
  });
  files["flags/retired.yaml"] = JSON.stringify({
    retired: { [secret()]: { kind: "flag", date: "2026-11-21", outcome: "dropped", answer: false } },
  });

  const told = new Map<string, readonly string[] | undefined>();
  const flags = random(fc.integer, { min: 0, max: 8 });
  for (let number = 0; number < flags; number++) {
    const client = chance();
    const name = client ? token() : secret();
    const variants = chance() ? Array.from({ length: 3 }, client ? token : secret) : undefined;
    if (client) told.set(name, variants);
    const [first, second, third] = (variants ?? []) as [string, string, string];
    const some = { groups: [`${ring}/${canary}`, `${plan}/${pro}`].slice(chance() ? 1 : 0) };
    const others = { account: [{ id: initech, until: "2036-01-01", reason: sentence() }], user: [users[1]] };
    const weights = { [first]: 20, [second]: 30, [third]: 50 };
    const shares = variants === undefined ? { percent: 40 } : { weights };
    write("flag", name, {
      scope: [scope, "user"],
      ...(chance() ? { expires: "2036-06-30", on_expiry: "keep" } : { permanent: sentence() }),
      ...(chance() && { deprecated: sentence(), links: [`https://${secret()}.example.com`] }),
      ...(variants === undefined
        ? { default: chance(), enabled: some, disabled: others }
        : { default: first, variants, assign: { [second]: some, [third]: others } }),
      ...(chance() && { paused: sentence() }),
      ...(chance() && { rollout: { ...shares, by: chance() ? scope : "user", salt: secret() } }),
      client,
      ...(chance() && { environments: { staging: { paused: sentence() } } }),
    });
  }
  const config = { scopes: { account: {}, user: { within: scope } }, environments: ["production", "staging"] };
  const tree = treeOf({ ...files, "package.json": packageJson(config) });
  return { tree, secrets, told, accounts: [...accounts, secret()], users: [...users, secret()], plan: { [plan]: pro } };
}

describe("of a random instance", () => {
  test("the client has no id, no other name, no owner and no text, and gives the server's answers", () => {
    fc.assert(
      fc.property(fc.gen(), (random) => {
        const { tree, secrets, told, accounts, users, plan } = randomInstance(random);
        const { lookup } = open(bundleOf(modelsOf(tree)));
        const client = runClient(tree);
        const seen = [outputOf(tree, "client.js"), outputOf(tree, "client.d.ts")];
        expect(Object.keys(client.flags).sort()).toEqual([...told.keys()].sort());

        for (const [number, account] of accounts.entries()) {
          const environment = random(fc.boolean) ? "staging" : "production";
          const groups = random(fc.boolean) ? plan : {};
          const context = { account, user: users[number % users.length] };
          const server = lookup(random(fc.boolean) ? context : { account }, { environment, groups });
          const text = JSON.stringify(server.snapshot());
          const reader = client.readSnapshot(text);
          for (const [name, variants] of told)
            if (variants === undefined) expect(reader.isEnabled(name)).toBe(server.isEnabled(name));
            else expect(reader.variant(name)).toBe(server.variant(name));
          seen.push(text);
        }
        const whole = seen.join("\n");
        expect(secrets.filter((secret) => whole.includes(secret))).toEqual([]);
        const yaml = tree.files.map(({ text }) => text).join("\n");
        expect(secrets.filter((secret) => yaml.includes(secret)).length).toBeGreaterThan(30);
      }),
      { numRuns: 25 },
    );
  });
});

describe("client.js", () => {
  const tree = shippedTree();

  test("imports nothing, and is a module that a page can load", async () => {
    const text = outputOf(tree, "client.js");
    expect(text).not.toMatch(/^\s*import\b|\brequire\(|\bimport\(|\bprocess\b|\beval\b|\bnew Function\b/m);
    const { readSnapshot } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Client;
    const snapshot = open(bundleOf(modelsOf(tree)))
      .lookup({ account: "special-customer-2" })
      .snapshot();
    expect(readSnapshot(snapshot).variant("checkout_layout")).toBe("two_page");
  });

  test("exports what its types declare", () => {
    const exported = (text: string): string[] =>
      [...text.matchAll(/^export (?:declare )?(?:const|function|class) (?:\{ (.*) \}|(\w+))/gm)]
        .flatMap(([, several, one]) => several?.split(", ") ?? [one ?? ""])
        .sort();
    expect(exported(outputOf(tree, "client.js"))).toEqual(exported(outputOf(tree, "client.d.ts")));
  });

  test("throws on misuse", () => {
    const { readSnapshot, UnknownNameError: Unknown } = runClient(tree);
    for (const wrong of ["", "no JSON", "{}", "[]", '{"format":2,"flags":{}}', null, undefined, 7, true, [], {}])
      expect(() => readSnapshot(wrong as string)).toThrow(expect.objectContaining({ name: "TypeError" }));

    const reader = readSnapshot({ format: 1, flags: { payments: true, quick_replies: true } });
    expect(reader.isEnabled("quick_replies")).toBe(true);
    for (const unknown of ["quick_reply", "payments", "checkout_layout", "constructor", "__proto__", "", undefined]) {
      const misuse = (): boolean => reader.isEnabled(unknown as string);
      expect(misuse).toThrow(Unknown);
      expect(misuse).toThrow(expect.objectContaining({ unknown: String(unknown) }));
    }
    expect(() => reader.variant("quick_replies")).toThrow(Unknown);
    expect(() => reader.isEnabled("quick_replys")).toThrow("did you mean `quick_replies`?");
  });

  test("is valid without any client flag", () => {
    const files = tree.files.map(({ path, text }) => [path, text.replace("client: true", "client: false")]);
    const { flags, readSnapshot } = runClient(
      treeOf({ ...Object.fromEntries(files), "package.json": tree.config.text }),
    );
    expect(Object.keys(flags)).toEqual([]);
    expect(() => readSnapshot({ format: 1, flags: {} }).isEnabled("quick_replies")).toThrow("quick_replies");
  });
});
