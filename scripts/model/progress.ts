/** Is notified of how far the work is. Stages have no clock; the listener may have one. */
export interface Progress {
  /**
   * From now on, time counts for this stage, until the next one is entered; `done` of its `all` parts are complete
   * afterwards.
   */
  enter(stage: string, done?: number, all?: number): void;
  /** How many of something, in the singular, the work covers. */
  tell(what: string, number: number): void;
}

/** Progress that goes nowhere. */
export const unheard: Progress = { enter: () => {}, tell: () => {} };
