/**
 * Its instances inherit nothing, and the engine makes and reads them several times faster than `Object.create(null)`.
 */
function Mapping(this: object): void {}
Mapping.prototype = Object.create(null);

/** A mapping without keys, in which `__proto__` is a key like any other. */
export function newMapping(): Record<string, unknown> {
  return new (Mapping as unknown as new () => Record<string, unknown>)();
}
