/**
 * A file that could not be compared as it is on one side, and why; the effect does not contain what the change does
 * through it.
 */
export interface NotCompared {
  readonly side: "base" | "head";
  readonly path: string;
  readonly message: string;
}
