import type { Bundle } from "../shapes/bundle.ts";
import { bundleShape } from "./bundle-shape.ts";
import { type LiveData, readData } from "./data.ts";
import type { Declarations } from "./declarations.ts";
import { declare } from "./declare.ts";
import { digestOf } from "./digest.ts";
import { findBrokenPromises } from "./promises.ts";
import { findBrokenReferences } from "./references.ts";
import { serialize } from "./serialize.ts";
import type { Fault } from "./shape.ts";

/** The data of a bundle, or of its text, for a module that was `built` with other data; or why it has none. Never throws. */
export function loadBundle(input: unknown, built: Declarations): LiveData | readonly string[] {
  const bundle = readJson(input);
  if (bundle === undefined) return ["the bundle is not JSON"];
  const fault = bundleShape(bundle);
  return fault === undefined ? loadShaped(bundle as Bundle, built) : [print(fault)];
}

/** A copy in plain data, so that what is checked is what is used: an object may answer differently each time. */
function readJson(input: unknown): unknown {
  try {
    return JSON.parse(typeof input === "string" ? input : JSON.stringify(input));
  } catch {
    return undefined;
  }
}

function loadShaped(bundle: Bundle, built: Declarations): LiveData | readonly string[] {
  if (digestOf(serialize(bundle)) !== bundle.digest) return ["`digest` does not match the content"];
  const broken = [...findBrokenReferences(bundle)];
  if (broken.length > 0) return broken.map(print);
  const unkept = [...findBrokenPromises(built, declare(bundle).declarations, bundle.retired)];
  return unkept.length > 0 ? unkept.map(print) : readData(bundle, built);
}

function print({ path, message }: Fault): string {
  return `${path === "" ? "the bundle" : `\`${path}\``} ${message}`;
}
