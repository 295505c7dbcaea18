/** A map whose names are known from the start, and whose values are made when they are first asked for. */
export class LazyMap<Value> implements ReadonlyMap<string, Value> {
  readonly #names: string[];
  /** How many of the names are sorted; those added later follow them. */
  readonly #sorted: number;
  readonly #known = new Map<string, Value>();
  /** The last name that was asked for: a service asks about one flag for many customers in a row. */
  #lastName: string | undefined;
  #last: Value | undefined;
  /** Undefined once all values are made, so that what they are made from can be released. */
  #make: ((name: string, index: number) => Value) | undefined;

  /** `names` are in ascending order of their code units. */
  constructor(names: readonly string[], make: (name: string, index: number) => Value) {
    this.#names = [...names];
    this.#sorted = names.length;
    this.#make = make;
  }

  get size(): number {
    return this.#names.length;
  }

  get(name: string): Value | undefined {
    if (name === this.#lastName) return this.#last;
    const found = this.#known.get(name) ?? this.#find(name);
    if (found !== undefined) {
      this.#lastName = name;
      this.#last = found;
    }
    return found;
  }

  has(name: string): boolean {
    return this.#known.has(name) || this.#indexOf(name) >= 0;
  }

  /** Sets the value of a name; a new name comes last. */
  set(name: string, value: Value): void {
    if (!this.has(name)) this.#names.push(name);
    this.#known.set(name, value);
    this.#lastName = undefined;
  }

  keys() {
    return this.#names.values();
  }

  values() {
    return this.#all().values();
  }

  entries() {
    return this.#all().entries();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  forEach(call: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [name, value] of this.entries()) call(value, name, this);
  }

  #all(): Map<string, Value> {
    const all = new Map(this.#names.map((name) => [name, this.get(name) as Value]));
    this.#make = undefined;
    return all;
  }

  #find(name: string): Value | undefined {
    const index = this.#make === undefined ? -1 : this.#indexOf(name);
    if (this.#make === undefined || index < 0) return undefined;
    const made = this.#make(name, index);
    this.#known.set(name, made);
    return made;
  }

  /** The index of a sorted name, or -1. Names added later are in `#known`. */
  #indexOf(name: unknown): number {
    if (typeof name !== "string") return -1;
    let low = 0;
    let high = this.#sorted;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle] as string) < name) low = middle + 1;
      else high = middle;
    }
    return low < this.#sorted && this.#names[low] === name ? low : -1;
  }
}
