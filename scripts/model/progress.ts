/** Hears how the work gets on. Stages have no clock; whoever listens may have one. */
export interface Progress {
  /** From here on time goes to a stage, until the next is entered; `done` of its `all` parts are after it. */
  enter(stage: string, done?: number, all?: number): void;
  /** How many of something, in the singular, the work is about. */
  tell(what: string, number: number): void;
}

/** The progress that nobody hears of. */
export const unheard: Progress = { enter: () => {}, tell: () => {} };
