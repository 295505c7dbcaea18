/** Something that the person who called can put right. */
export class UsageError extends Error {
  /** What else is said, a line each. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}
