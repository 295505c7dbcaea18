/** The constants in the conditions of some documents, by the name that they test. */
export function constantsIn(documents: readonly unknown[], names: ReadonlySet<string>): ReadonlyMap<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (names.has(key) && !Array.isArray(value)) found.set(key, [...(found.get(key) ?? []), ...constantsOf(inner)]);
      else walk(inner);
    }
  };
  for (const document of documents) walk(document);
  return found;
}

function constantsOf(test: unknown): readonly unknown[] {
  if (Array.isArray(test)) return test.flatMap(constantsOf);
  if (typeof test !== "object" || test === null) return [test];
  if ("untold" in test) return [];
  return Object.values(test).flatMap(constantsOf);
}

/** Each constant of a type, the values just below and above it, some distant ones, and undefined for untold. */
export function edgesOf(type: string, constants: readonly unknown[]): readonly unknown[] {
  const own = [...new Set(constants)];
  const near = own.flatMap((constant) => [constant, ...neighbours[type as keyof typeof neighbours](constant as never)]);
  return [...new Map([undefined, ...beyond[type as keyof typeof beyond], ...near].map((v) => [keyOf(v), v])).values()];
}

function keyOf(value: unknown): string {
  return value instanceof Date ? `date ${value.getTime()}` : (JSON.stringify(value) ?? "untold");
}

/** The values next to a constant. */
const neighbours = {
  text: (constant: string) => {
    const plain = constant.replace("*", "");
    const [less, more] = [plain.slice(0, -1), `${plain}\0`];
    return [plain, less, more, `${plain}x`, `x${plain}`, plain.toUpperCase(), `x${plain.slice(1)}`];
  },
  number: (constant: number) => [-1, 1].map((way) => constant + way * 2 ** -40),
  version: (constant: string | number) =>
    `${constant}`.includes("-")
      ? [`${constant}.0`, `${constant}`.replace(/[^-]*$/, "0")]
      : [`${constant}-0`, `${[...`${constant}`.split("."), "0", "0", "0"].slice(0, 3).join(".")}.1`, `${constant}+b`],
  date: (constant: string) => {
    const start = Date.parse(constant);
    const end = constant.length === 10 ? start + 86_400_000 : start;
    return [start - 1, start, end - 1, end].map((at) => new Date(at));
  },
  boolean: () => [],
  list: (constant: string) => [[constant], ["other", constant], [`${constant}x`]],
  told: () => [],
} as const;

/** Values far from all constants, and invalid ones. */
const beyond = {
  text: ["", "\uffff", 7],
  number: [-1e300, 1e300, "1"],
  version: ["0-0", "999999999", "x"],
  date: ["1970-01-01", "9999-12-30", "soon"],
  boolean: [true, false, "true"],
  list: [[], ["other"], "a"],
  told: ["free", "pro", "max"],
} as const;

/** All points with one value from each axis. */
export function* pointsOver(
  axes: readonly (readonly [name: string, values: readonly unknown[]])[],
): Generator<Readonly<Record<string, unknown>>> {
  const [first, ...others] = axes;
  if (first === undefined) yield {};
  else for (const point of pointsOver(others)) for (const value of first[1]) yield { ...point, [first[0]]: value };
}
