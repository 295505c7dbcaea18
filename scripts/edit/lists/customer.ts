/** A customer whose entries are edited, or a condition. */
export interface Customer {
  /** As ids are compared. */
  readonly id: string;
  /** As an entry will have it. */
  readonly text: string;
  /** Ids that mean the same customer, as they are compared. */
  readonly formers: readonly string[];
}
