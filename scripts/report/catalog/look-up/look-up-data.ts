import type { Bundle } from "../../../runtime/shapes/bundle.ts";
import { hashId } from "../../../runtime/tables/hash.ts";
import { normalizeId } from "../../../runtime/tables/normalize.ts";

/** The data of the look-up page that does not depend on the customer. */
export interface LookUpData {
  /** The bundle of each environment without listed customers, in the order of the config. */
  readonly contents: Readonly<Record<string, Bundle>>;
  /** Whether letter case does not matter, by scope. */
  readonly scopes: Readonly<Record<string, boolean>>;
  readonly lists: readonly ListPlace[];
  /** The files that lines refer to, each with the start of its URL at the host, or null. */
  readonly files: readonly (readonly [path: string, url: string | null])[];
  /** The lines of the parts that may decide, by environment and by kind and name; left out if the first environment has the same. */
  readonly places: Readonly<Record<string, Readonly<Record<string, Places>>>>;
  /** The number of files into which the customers are divided. */
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
  /** The index of its file. */
  readonly file: number;
}

/** Lines of one file, by what is on them: a rule, a group, or another part. */
export interface Places {
  readonly file: number;
  readonly lines: Readonly<Record<string, number>>;
}

/** An entry: its list, its line, and its dates in the form that the module reads. */
export type EntryRow = readonly [list: number, line: number, from?: string | null, until?: string | null];

/** A part of the customers, with what the files say about each, by scope and id. */
export interface Shard {
  readonly entries: Readonly<Record<string, Readonly<Record<string, readonly EntryRow[]>>>>;
  /** Their parents. */
  readonly parents: Readonly<Record<string, Readonly<Record<string, readonly ParentRow[]>>>>;
  /** The frozen lists that they have left. */
  readonly past: Readonly<Record<string, Readonly<Record<string, readonly PastRow[]>>>>;
  /** Their current ids. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, AliasRow>>>>;
}

export type PastRow = readonly [privilege: string, what: string, file: number, line: number];
export type ParentRow = readonly [scope: string, id: string, file: number, line: number];
export type AliasRow = readonly [id: string, file: number, line: number, until?: string];

/** The number of the shard that has a customer, whatever its scope. */
export function shardOf(id: string, shards: number): number {
  return (hashId(normalizeId(id, true)) >>> 0) % shards;
}

/** The path of a shard, from the root of the site. */
export function shardPath(shard: number): string {
  return `customers/${shard}.js`;
}
