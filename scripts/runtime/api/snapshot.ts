/** What a server passes to a browser about one customer: the answers of flags that browsers may see, by name. */
export interface Snapshot {
  readonly format: 1;
  readonly flags: Readonly<Record<string, boolean | string>>;
  /** The values of the answers, for flags whose variants have values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The digest of the data that answered. */
  readonly digest: string;
  /** In OpenFeature's words; for those who pass them on. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** The part of a snapshot that a client needs; older servers sent no more. */
export type ReadableSnapshot = Pick<Snapshot, "format" | "flags"> & Partial<Snapshot>;
