import { frozen } from "./frozen.ts";

/** What the variants of a flag stand for. */
export class Payloads {
  /** The numbers of the variants. */
  readonly numbers: readonly number[];
  /** All values, in the same order. */
  readonly values: readonly unknown[];
  #isFrozen = false;

  constructor(numbers: readonly number[], values: readonly unknown[]) {
    this.numbers = numbers;
    this.values = values;
  }

  /** The value of the variant with a number, frozen with all that is within; undefined for another number. */
  of(number: number): unknown {
    if (!this.#isFrozen) for (const value of this.values) frozen(value);
    this.#isFrozen = true;
    return this.values[this.numbers[0] === number ? 0 : this.numbers.indexOf(number)];
  }
}
