/** The types that a value can be evaluated as. */
export type AskedType = "boolean" | "string" | "number" | "object";

/** The answer of a provider, or why it has none; undefined for an unknown name. */
type Found = { readonly value: unknown } | { readonly errorCode: string; readonly errorMessage: string } | undefined;

/**
 * The answer if it has the requested type, otherwise the caller's fallback with an error, which the SDKs treat like an
 * exception.
 */
export function resolutionOf(found: Found, type: AskedType, name: string, fallback: unknown): object {
  if (found === undefined)
    return {
      value: fallback,
      reason: "ERROR",
      errorCode: "FLAG_NOT_FOUND",
      errorMessage: `there is no flag \`${name}\``,
    };
  if ("errorCode" in found) return { value: fallback, reason: "ERROR", ...found };
  const { value } = found;
  if (typeof value === type) return found;
  const errorMessage = `\`${name}\` was requested as ${type}, but its value is ${value === null ? "null" : typeof value}`;
  return { value: fallback, reason: "ERROR", errorCode: "TYPE_MISMATCH", errorMessage };
}
