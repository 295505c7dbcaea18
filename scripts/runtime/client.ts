import type { Snapshot } from "./api/snapshot.ts";
import { misaskedName, UnknownNameError, unknownName } from "./declare/unknown-name-error.ts";

export { UnknownNameError };

/** A flag that browsers may be told: its name, its default, and its variants if it has some. */
export type ClientFlag = readonly [name: string, fallback: boolean | string, variants: readonly string[] | null];

/** The answers of one snapshot; a flag that it does not have answers its default. */
export interface Client {
  readonly isEnabled: (name: string) => boolean;
  readonly variant: (name: string) => string;
}

/** What client.js is made of. Its functions need no `this`. */
export interface ClientModule {
  /** The names by themselves. */
  readonly flags: Readonly<Record<string, string>>;
  /** Reads a snapshot, or its text; throws TypeError for what is none. */
  readonly readSnapshot: (snapshot: Snapshot | string) => Client;
}

/** The client of the flags that it was built with; retired ones answer, and are not among its names. */
export function open(flags: readonly ClientFlag[], retired: readonly ClientFlag[] = []): ClientModule {
  const known = new Map([...flags, ...retired].map((flag) => [flag[0], flag]));
  const names: Record<string, string> = Object.create(null);
  for (const [name] of flags) names[name] = name;
  return {
    flags: Object.freeze(names),
    readSnapshot: (snapshot) => {
      const told = readAnswers(snapshot);
      const answer = (name: string, type: string): boolean | string => {
        const [, fallback, variants] = known.get(name) ?? [];
        if (fallback === undefined) throw unknownName("flag", name, () => Object.keys(names));
        if (typeof fallback !== type) throw misaskedName("flag", name);
        const value = told.get(name);
        const isAnswer = variants ? variants.includes(value as string) : typeof value === type;
        return isAnswer ? (value as boolean | string) : fallback;
      };
      return {
        isEnabled: (name) => answer(name, "boolean") === true,
        variant: (name) => answer(name, "string") as string,
      };
    },
  };
}

function readAnswers(snapshot: unknown): ReadonlyMap<string, unknown> {
  const { format, flags } = (readJson(snapshot) ?? {}) as Partial<Record<string, unknown>>;
  if (format !== 1 || typeof flags !== "object" || flags === null || Array.isArray(flags))
    throw new TypeError("this is not a snapshot that this client can read");
  return new Map(Object.entries(flags));
}

function readJson(snapshot: unknown): unknown {
  if (typeof snapshot !== "string") return snapshot;
  try {
    return JSON.parse(snapshot);
  } catch {
    return undefined;
  }
}
