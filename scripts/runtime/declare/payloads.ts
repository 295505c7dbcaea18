import { frozen } from "./frozen.ts";

/** What the variants of a flag stand for. */
export class Payloads {
  readonly numbers: readonly number[];
  readonly #values: readonly unknown[];
  #isFrozen = false;

  /** The values of variants by the numbers of these, in the same order. */
  constructor(numbers: readonly number[], values: readonly unknown[]) {
    this.numbers = numbers;
    this.#values = values;
  }

  /** The value of the variant with a number, frozen with all that is within; undefined for another number. */
  of(number: number): unknown {
    if (!this.#isFrozen) for (const value of this.#values) frozen(value);
    this.#isFrozen = true;
    return this.#values[this.numbers[0] === number ? 0 : this.numbers.indexOf(number)];
  }

  /** All values, in the order of the variants. */
  all(): readonly unknown[] {
    return this.#values;
  }
}
