/** What a server tells a browser of one customer: the answers of flags that browsers may be told, by name. */
export interface Snapshot {
  readonly format: 1;
  readonly flags: Readonly<Record<string, boolean | string>>;
  /** Of flags whose variants have values, what the answer stands for. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The digest of the data that answered. */
  readonly digest: string;
}

/** As much of a snapshot as a client needs; older servers sent no more. */
export type ReadableSnapshot = Pick<Snapshot, "format" | "flags"> & Partial<Snapshot>;
