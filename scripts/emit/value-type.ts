import type { Flag } from "../model/model.ts";
import type { ValueShape } from "../runtime/load/value-shape.ts";
import { key, property } from "./type-syntax.ts";

/** The line that gives a flag the type of its values; empty for a flag whose variants are their names. */
export function valueProperty({ name, shape }: Flag): readonly string[] {
  return shape === undefined ? [] : [property(name, valueType(shape))];
}

/** The type of values of a shape, on one line and read-only throughout. */
function valueType({ type, nullable, properties = {}, required = [], items }: ValueShape): string {
  const orNull = nullable === true ? " | null" : "";
  switch (type) {
    case undefined:
      return "unknown";
    case "null":
      return "null";
    case "array":
      return `readonly ${group(items === undefined ? "unknown" : valueType(items))}[]${orNull}`;
    case "object": {
      const lines = Object.entries(properties).map(
        ([name, shape]) => `readonly ${key(name)}${required.includes(name) ? "" : "?"}: ${valueType(shape)}`,
      );
      return `${lines.length === 0 ? "{ readonly [key: string]: unknown }" : `{ ${lines.join("; ")} }`}${orNull}`;
    }
    default:
      return `${type}${orNull}`;
  }
}

function group(type: string): string {
  return type.includes(" ") && !type.startsWith("{") ? `(${type})` : type;
}
