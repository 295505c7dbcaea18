/** Random draws from one gene; the same gene gives the same draws. */
export class Draw {
  #state: number;

  constructor(gene: number) {
    this.#state = gene | 0;
  }

  /** A whole number below a limit. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  some<Value>(values: readonly Value[], percent = 40): Value[] {
    return values.filter(() => this.chance(percent));
  }

  maybe<Part extends object>(percent: number, make: () => Part): Part | Record<string, never> {
    return this.chance(percent) ? make() : {};
  }
}
