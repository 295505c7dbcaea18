import { runInNewContext } from "node:vm";
import fc, { type GeneratorValue } from "fast-check";
import { describe, expect, test } from "vitest";
import { bundleOf } from "../scripts/emit/bundle.ts";
import { emit } from "../scripts/emit/index.ts";
import type { ClientModule } from "../scripts/runtime/client.ts";
import { open } from "../scripts/runtime/index.ts";
import { assets, modelsOf, packageJson, shippedTree, treeOf } from "./support/instance.ts";

const outputs = assets();

/** Builds an instance of random texts; each of them is in the outputs only where the instance put it. */
class RandomInstance {
  readonly #random: GeneratorValue;
  #count = 0;
  /** Whatever a browser must not be told. */
  readonly secrets: string[] = [];
  /** Names of client flags, with their answers: true and false, or variants. */
  readonly told = new Map<string, readonly (boolean | string)[]>();
  readonly accounts: string[] = [];
  readonly users: string[] = [];
  readonly #files: Record<string, string> = {};

  constructor(random: GeneratorValue) {
    this.#random = random;
    const owner = this.secret();
    const account = this.#list(() => this.#customer(this.accounts));
    const user = this.#list(() => this.#customer(this.users));
    const [set, canary, vip, plan, paid] = [0, 0, 0, 0, 0].map(() => this.secret());
    this.#write("groups", `groups: ${set}`, owner, {
      scope: "account",
      members: { [canary as string]: [...account, { match: `${this.#customer(this.accounts)}*` }], [vip as string]: [] },
      examples: [{ when: { account: this.secret() }, expect: null }],
    });
    this.#write("groups", `groups: ${plan}`, owner, { scope: "account", told: [paid] });
    const former = this.#customer(this.accounts);
    this.#write("groups", `identities: ${this.secret()}`, owner, {
      scope: "account",
      children: { user: { [this.#customer(this.accounts)]: [this.#customer(this.users)] } },
      aliases: [{ id: this.#customer(this.accounts), was: former, reason: this.#words() }],
    });
    for (let number = 0; number < 6; number++) {
      const isClient = this.#chance();
      const variants = this.#chance() ? [0, 0, 0].map(() => this.#name(isClient)) : undefined;
      const name = this.#name(isClient);
      if (isClient) this.told.set(name, variants ?? [true, false]);
      const [broad, narrow] = [{ groups: [`${set}/${canary}`, `${plan}/${paid}`], account: [former] }, { user }];
      const lists = [
        { ...broad, account: [{ id: this.#customer(this.accounts), until: "2036-01-01", reason: this.#words() }] },
        narrow,
      ];
      const [first, second, third] = variants ?? [];
      this.#write("flags", `flag: ${name}`, owner, {
        scope: ["account", "user"],
        ...(this.#chance() ? { expires: "2036-06-30", on_expiry: "keep" } : { permanent: this.#words() }),
        ...(this.#chance() ? { deprecated: this.#words(), links: [`https://${this.secret()}.example.com`] } : {}),
        ...(variants === undefined
          ? { default: this.#chance(), enabled: lists[0], disabled: lists[1] }
          : { variants, default: first, assign: { [second as string]: lists[0], [third as string]: lists[1] } }),
        ...(this.#chance() && { paused: this.#words() }),
        ...(this.#chance() && {
          rollout: {
            by: this.#chance() ? "account" : "user",
            salt: this.secret(),
            ...(variants === undefined
              ? { percent: 40 }
              : { weights: { [first as string]: 20, [second as string]: 30, [third as string]: 50 } }),
          },
        }),
        ...(isClient && { client: true }),
      });
    }
    this.#write("flags", `privilege: ${this.secret()}`, owner, { scope: "account" });
    const release = { by: this.secret(), regular: this.secret() };
    this.#write("groups", `groups: ${release.by}`, owner, {
      scope: "account",
      default: release.regular,
      members: { [this.secret()]: [this.#customer(this.accounts)] },
    });
    this.#write("flags", `release: ${this.secret()}`, owner, {
      by: release.by,
      stages: [{ group: release.regular, version: this.secret() }],
      properties: { [this.secret()]: this.#words() },
    });
    this.#files["flags/retired.yaml"] = JSON.stringify({
      retired: { [this.secret()]: { kind: "flag", date: "2026-11-21", outcome: "dropped", answer: false } },
    });
  }

  /** The instance; its scopes are `account` and `user`. */
  tree() {
    const config = { scopes: { account: {}, user: { within: "account" } }, environments: ["production", "staging"] };
    return treeOf({ ...this.#files, "package.json": packageJson(config) });
  }

  /** A text that no generated file has by chance. */
  secret(): string {
    const text = this.#token("s");
    this.secrets.push(text);
    return text;
  }

  /** JSON is YAML; the key that names the document stands first. */
  #write(folder: string, first: string, owner: string, data: object): void {
    const [kind = "", name = ""] = first.split(": ");
    const document = { [kind]: name, description: `${this.#words()} ${this.#words()}.`, owner, ...data };
    this.#files[`${folder}/${name}.yaml`] = JSON.stringify(document, undefined, 1);
  }

  #token(letter: string): string {
    const digits = this.#random(fc.integer, { min: 0, max: 36 ** 5 - 1 }).toString(36);
    return `${letter}${this.#count++}q${digits}z`;
  }

  #name(isTold: boolean): string {
    return isTold ? this.#token("t") : this.secret();
  }

  #words(): string {
    return `The ${this.secret()} is for ${this.secret()}`;
  }

  #customer(list: string[]): string {
    const id = this.secret();
    list.push(id);
    return id;
  }

  #list(make: () => string): readonly string[] {
    return Array.from({ length: this.#random(fc.integer, { min: 1, max: 4 }) }, make);
  }

  #chance(): boolean {
    return this.#random(fc.boolean);
  }
}
