/** Where a value is wrong, and what it must be. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Returns the first fault of a value, if it has any. */
export type Check = (value: unknown) => Fault | undefined;

/** A value that passes a test. */
export function that(message: string, test: (value: unknown) => boolean): Check {
  const fault = { path: "", message };
  return (value) => (test(value) ? undefined : fault);
}

/** A list of such items. */
export function listOf(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return { path: "", message: "must be a list" };
    for (let at = 0; at < value.length; at++) {
      const fault = item(value[at]);
      if (fault !== undefined) return within(String(at), fault);
    }
    return undefined;
  };
}

/** An object that has such a value for every key. */
export function recordOf(member: Check): Check {
  return (value) => {
    if (!isRecord(value)) return { path: "", message: "must be an object" };
    for (const key of Object.keys(value)) {
      const fault = member(value[key]);
      if (fault !== undefined) return within(key, fault);
    }
    return undefined;
  };
}

/** An object with these keys and no others: an unknown key could change what the rest means. */
export function shapeOf(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  let checks: ReadonlyMap<string, Check> | undefined;
  return (value) => {
    // Most modules load nothing.
    checks ??= new Map(Object.entries({ ...required, ...optional }));
    if (!isRecord(value)) return { path: "", message: "must be an object" };
    for (const key of Object.keys(required)) {
      if (!Object.hasOwn(value, key)) return { path: "", message: `must have the key \`${key}\`` };
    }
    for (const key of Object.keys(value)) {
      if (!checks.has(key)) return { path: "", message: `has the key \`${key}\`, which this module does not know` };
    }
    for (const [key, check] of checks) {
      const fault = Object.hasOwn(value, key) ? check(value[key]) : undefined;
      if (fault !== undefined) return within(key, fault);
    }
    return undefined;
  };
}

/** A text must pass one check, anything else the other. */
export function textOr(check: Check): Check {
  return (value) => (typeof value === "string" ? undefined : check(value));
}

/** An object with the key must pass one check, anything else the other. */
export function either(key: string, having: Check, other: Check): Check {
  return (value) => (isRecord(value) && Object.hasOwn(value, key) ? having(value) : other(value));
}

function within(key: string, { path, message }: Fault): Fault {
  return { path: path === "" ? key : `${key}.${path}`, message };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
