/** A file that could not be compared as it is on one side, and why; what a change does by it is not in the effect. */
export interface NotCompared {
  readonly side: "base" | "head";
  readonly path: string;
  readonly message: string;
}
