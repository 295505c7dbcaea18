import type { Attribute, Decision } from "../declare/declarations.ts";

/** What the compiler adds to a question, since it asks for many customers at once. lite.js has none of it. */
export interface Survey {
  /** Where told values lie, by the number of the attribute, for askers that tell the same in many questions. */
  readonly positions?: (number | readonly number[] | undefined)[] | undefined;
  /** Is notified of each attribute and told set that an answer asks for, and whether it is told. */
  readonly heard?: ((name: string, isTold: boolean) => void) | undefined;
  /**
   * In place of a customer's hash, that of many who differ only in their hashes; is notified of the hashes at which the
   * answer may change.
   */
  readonly hashOf?: ((scope: number, salt: string, cuts: readonly number[]) => number | undefined) | undefined;
  /** Whether all requirements of flags are taken as met. */
  readonly met?: boolean | undefined;
  /** What flags that others require answered in other questions that are the same but for the decision. */
  readonly required?: RequiredAnswers | undefined;
}

/** Answers of flags that others require, by the numbers of their values. */
interface RequiredAnswers {
  find(flag: Decision): number | undefined;
  /** Is told each answer, also of a flag that was found. */
  note(flag: Decision, answer: number): void;
}

/** A question, as far as it matters here. */
interface Surveyed {
  readonly told: Survey;
}

/** The position of an attribute that an earlier question noted. */
export function notedPosition({ told }: Surveyed, attribute: Attribute): number | readonly number[] | undefined {
  return told.positions?.[attribute.number];
}

/** Notes a position for later questions, if there are any. */
export function notePosition({ told }: Surveyed, attribute: Attribute, position: number | readonly number[]): void {
  if (told.positions !== undefined) told.positions[attribute.number] = position;
}

/** Whether positions are noted. */
export function notesPositions({ told }: Surveyed): boolean | undefined {
  return told.positions !== undefined;
}

/** Tells the asker what an answer asks for. */
export function hear({ told }: Surveyed, name: string, isTold: boolean): void {
  told.heard?.(name, isTold);
}

/** The hash that counts in place of the customer's, if there is one. */
export function assumedHash(
  { told }: Surveyed,
  scope: number,
  salt: string,
  cuts: readonly number[],
): number | undefined {
  return told.hashOf?.(scope, salt, cuts);
}

/** Whether all requirements are taken as met. */
export function assumesMet({ told }: Surveyed): boolean | undefined {
  return told.met;
}

/** What a flag that others require answered in another question. */
export function notedAnswer({ told }: Surveyed, flag: Decision): number | undefined {
  return told.required?.find(flag);
}

/** Notes what a flag that others require answers for other questions. */
export function noteAnswer({ told }: Surveyed, flag: Decision, answer: number): void {
  told.required?.note(flag, answer);
}
