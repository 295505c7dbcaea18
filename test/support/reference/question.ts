import type { BundleValue } from "../../../scripts/runtime/shapes/bundle.ts";

/** A customer, a time, and what else the caller passes. */
export interface Question {
  readonly context: Readonly<Record<string, string>>;
  readonly at: number;
  readonly overrides?: Readonly<Record<string, boolean>>;
  readonly groups?: Readonly<Record<string, string>>;
  readonly created?: Readonly<Record<string, number>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly environment?: string;
}

/** An answer of the reference, with the rule that decided. */
export interface Answer {
  readonly value: BundleValue;
  readonly rule: string;
  readonly group?: string;
}

/** A thing with the settings of the question's environment. */
export function elsewhere<Thing extends { environments?: Record<string, object> }>(
  thing: Thing,
  { environment = "" }: Question,
): Thing {
  const { environments = {} } = thing;
  return Object.hasOwn(environments, environment) ? { ...thing, ...environments[environment] } : thing;
}

/** An own member of a record; inherited properties do not count. */
export function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value {
  if (record === undefined || !Object.hasOwn(record, name)) throw new Error(`no ${name}`);
  return record[name] as Value;
}

/** Whether an instant has come. */
export function isPast(instant: string | undefined, at: number): boolean {
  return instant !== undefined && Date.parse(instant) <= at;
}
