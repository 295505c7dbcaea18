import type { ReadableSnapshot } from "./api/snapshot.ts";
import { frozen } from "./declare/frozen.ts";
import { misaskedName, UnknownNameError, unknownName } from "./declare/unknown-name-error.ts";

export { UnknownNameError };

/** A flag that browsers may know: its name, its default, and its variants if it has some. */
export type ClientFlag = readonly [
  name: string,
  fallback: boolean | string,
  variants: readonly string[] | null,
  /** The value of its default, if its variants have values. */
  value?: unknown,
];

/** The answers of one snapshot; a flag that it lacks answers its default. */
export interface Client {
  readonly isEnabled: (name: string) => boolean;
  readonly variant: (name: string) => string;
  /** The value of a variant, frozen; without values the variant itself, for a switch the boolean. */
  readonly value: (name: string) => unknown;
}

/** The client module. Its functions need no `this`. */
export interface ClientModule {
  /** Each name as its own value. */
  readonly flags: Readonly<Record<string, string>>;
  /** Reads a snapshot, or its text; throws TypeError for anything else. */
  readonly readSnapshot: (snapshot: ReadableSnapshot | string) => Client;
}

/** The client of the flags that it was built with; retired ones answer, and are not among its names. */
export function open(flags: readonly ClientFlag[], retired: readonly ClientFlag[] = []): ClientModule {
  const known = new Map([...flags, ...retired].map((flag) => [flag[0], flag]));
  const names: Record<string, string> = Object.create(null);
  for (const [name] of flags) names[name] = name;
  return {
    flags: Object.freeze(names),
    readSnapshot: (snapshot) => {
      const { answers, values } = readAnswers(snapshot);
      /** The answer of a flag of a type, or of any type; undefined if the snapshot has none that it knows. */
      const find = (name: string, type?: string): { flag: ClientFlag; answer: boolean | string | undefined } => {
        const flag = known.get(name);
        if (flag === undefined) throw unknownName("flag", name, () => Object.keys(names));
        if (type !== undefined && typeof flag[1] !== type) throw misaskedName("flag", name);
        const [, fallback, variants] = flag;
        const answer = answers.get(name);
        const isAnswer = variants ? variants.includes(answer as string) : typeof answer === typeof fallback;
        return { flag, answer: isAnswer ? (answer as boolean | string) : undefined };
      };
      const answer = (name: string, type: string): boolean | string => {
        const found = find(name, type);
        return found.answer ?? found.flag[1];
      };
      return {
        isEnabled: (name) => answer(name, "boolean") === true,
        variant: (name) => answer(name, "string") as string,
        value: (name) => {
          const { flag, answer: said } = find(name);
          if (flag.length < 4) return said ?? flag[1];
          // An answer without its value comes from a server that was built before the flag had any.
          return frozen(said !== undefined && values.has(name) ? values.get(name) : flag[3]);
        },
      };
    },
  };
}

interface Answers {
  readonly answers: ReadonlyMap<string, unknown>;
  readonly values: ReadonlyMap<string, unknown>;
}

/** A snapshot from an older server has no values. */
function readAnswers(snapshot: unknown): Answers {
  const { format, flags, values = {} } = (readJson(snapshot) ?? {}) as Partial<Record<string, unknown>>;
  if (format !== 1 || !isRecord(flags) || !isRecord(values))
    throw new TypeError("this is not a snapshot that this client can read");
  return { answers: new Map(Object.entries(flags)), values: new Map(Object.entries(values)) };
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readJson(snapshot: unknown): unknown {
  if (typeof snapshot !== "string") return snapshot;
  try {
    return JSON.parse(snapshot);
  } catch {
    return undefined;
  }
}
