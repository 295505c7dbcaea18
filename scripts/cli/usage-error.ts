/** A problem that the caller can fix. */
export class UsageError extends Error {
  /** Details, a line each. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}
