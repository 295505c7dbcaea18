import type { BundleValue } from "../../../scripts/runtime/shapes/bundle.ts";

/** Who is asked about, and when, and what else the caller supplies. */
export interface Question {
  readonly context: Readonly<Record<string, string>>;
  readonly at: number;
  readonly overrides?: Readonly<Record<string, boolean>>;
  readonly groups?: Readonly<Record<string, string>>;
  readonly created?: Readonly<Record<string, number>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly environment?: string;
}

/** An answer of the reference: what decided, by the rules in their order. */
export interface Answer {
  readonly value: BundleValue;
  readonly rule: string;
  readonly group?: string;
}

/** A thing as the question's environment has it. */
export function elsewhere<Thing extends { environments?: Record<string, object> }>(
  thing: Thing,
  { environment = "" }: Question,
): Thing {
  const { environments = {} } = thing;
  return Object.hasOwn(environments, environment) ? { ...thing, ...environments[environment] } : thing;
}

/** A member of a record, which must have it: what every object inherits is no name. */
export function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value {
  if (record === undefined || !Object.hasOwn(record, name)) throw new Error(`no ${name}`);
  return record[name] as Value;
}

/** Whether an instant has come. */
export function isPast(instant: string | undefined, at: number): boolean {
  return instant !== undefined && Date.parse(instant) <= at;
}
