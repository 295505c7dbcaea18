/** What a server tells a browser of one customer: the answers of flags that browsers may be told, by name. */
export interface Snapshot {
  readonly format: 1;
  readonly flags: Readonly<Record<string, boolean | string>>;
}
