import type { Bundle } from "../../../runtime/shapes/bundle.ts";
import { hashId } from "../../../runtime/tables/hash.ts";
import { normalizeId } from "../../../runtime/tables/normalize.ts";

/** What the page that looks customers up knows before it is asked for one. */
export interface LookUpData {
  /** By environment, in the order of the config, what the module is made from, without customers who are listed. */
  readonly contents: Readonly<Record<string, Bundle>>;
  /** By scope, whether letter case does not matter in it. */
  readonly scopes: Readonly<Record<string, boolean>>;
  readonly lists: readonly ListPlace[];
  /** The files that lines are of, each with the beginning of its address at the host, or null. */
  readonly files: readonly (readonly [path: string, url: string | null])[];
  /** By environment, and by kind and name, where the parts are that may decide; left out where the first has the same. */
  readonly places: Readonly<Record<string, Readonly<Record<string, Places>>>>;
  /** Into how many files the customers are divided. */
  readonly shards: number;
}

/** A list that customers may be in. */
export interface ListPlace {
  readonly environments: readonly string[];
  readonly kind: "flag" | "release" | "privilege" | "groups";
  readonly name: string;
  /** The value that it gives, or the group. */
  readonly value: string | boolean;
  readonly scope: string;
  /** Which of the files it is in. */
  readonly file: number;
}

/** Lines of one file, by what is there: a rule, a group, or another part. */
export interface Places {
  readonly file: number;
  readonly lines: Readonly<Record<string, number>>;
}

/** An entry: which list, its line, and when it holds, as the module reads it. */
export type EntryRow = readonly [list: number, line: number, from?: string | null, until?: string | null];

/** A part of the customers: of each, by scope and id, what files say of it. */
export interface Shard {
  readonly entries: Readonly<Record<string, Readonly<Record<string, readonly EntryRow[]>>>>;
  /** To whom it belongs. */
  readonly parents: Readonly<Record<string, Readonly<Record<string, readonly ParentRow[]>>>>;
  /** Of which frozen lists it no longer is. */
  readonly past: Readonly<Record<string, Readonly<Record<string, readonly PastRow[]>>>>;
  /** Under which id it is known now. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, AliasRow>>>>;
}

export type PastRow = readonly [privilege: string, what: string, file: number, line: number];
export type ParentRow = readonly [scope: string, id: string, file: number, line: number];
export type AliasRow = readonly [id: string, file: number, line: number, until?: string];

/** The part that has a customer, whatever its scope. */
export function shardOf(id: string, shards: number): number {
  return (hashId(normalizeId(id, true)) >>> 0) % shards;
}

/** The path of a part of the customers, from the root of the site. */
export function shardPath(shard: number): string {
  return `customers/${shard}.js`;
}
