import type { ReadableSnapshot } from "../../api/snapshot.ts";
import { flags, readSnapshot } from "../../emitted-client.js";

/** A snapshot, or its text. */
export type Sent = ReadableSnapshot | string;

/** An answer of a snapshot in OpenFeature's words. */
interface Resolution {
  readonly value: unknown;
  readonly variant: string;
  readonly reason: string;
  readonly flagMetadata?: { readonly version: string };
}

/** The answers of a snapshot to all names that the page knows; throws TypeError for what is not a snapshot. */
export function readAnswers(sent: Sent | undefined): ReadonlyMap<string, Resolution> {
  const client = readSnapshot(sent as Sent);
  const {
    flags: told,
    reasons = {},
    digest,
  } = (typeof sent === "string" ? JSON.parse(sent) : sent) as ReadableSnapshot;
  const common = digest === undefined ? {} : { flagMetadata: Object.freeze({ version: digest }) };
  const read = (name: string): readonly (readonly [string, Resolution])[] => {
    const value = attempt(() => client.value(name));
    if (value === undefined) return [];
    const given = Object.hasOwn(told, name) ? told[name] : undefined;
    const answer =
      typeof given === "boolean" && given === value ? given : (attempt(() => client.variant(name)) ?? value);
    const variant = typeof answer === "boolean" ? (answer ? "on" : "off") : `${answer}`;
    const reason = answer === given ? (reasons[name] ?? "UNKNOWN") : "DEFAULT";
    return [[name, { value, variant, reason, ...common }]];
  };
  return new Map([...new Set([...Object.keys(flags), ...Object.keys(told)])].flatMap(read));
}

/** The names whose values or variants differ, sorted. */
export function changedNames(
  before: ReadonlyMap<string, Resolution>,
  after: ReadonlyMap<string, Resolution>,
): string[] {
  const tell = (answer: Resolution | undefined): string => JSON.stringify([answer?.value, answer?.variant]);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => tell(before.get(name)) !== tell(after.get(name)))
    .sort();
}

/** What a function returns; undefined if it throws, as for a name of another kind. */
function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
