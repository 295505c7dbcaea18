import { digestOf, digestOfContent } from "../bin/digest.ts";
import { declareHead, type Head, readHead, readPacked } from "../bin/format.ts";
import { findDamage, isStamped } from "../bin/integrity.ts";
import { withoutCustomers } from "../bin/without-customers.ts";
import type { Declarations } from "../declare/declarations.ts";
import { declare } from "../declare/declare.ts";
import { type LiveData, readData } from "../declare/live-data.ts";
import { sourceOf } from "../declare/source.ts";
import type { Bundle } from "../shapes/bundle.ts";
import { bundleShape, headShape } from "./bundle-shape.ts";
import { findBrokenPromises } from "./compatibility.ts";
import { findBrokenReferences } from "./reference-check.ts";
import type { Fault } from "./shape-checks.ts";

/** The live data, and the bundle that it came in. */
export interface Loaded extends LiveData {
  /** Everything in it, except perhaps its customers. */
  readonly bundle: () => Bundle;
}

/**
 * The data of a bundle, of its text, or of a flags.bin, for a module that was `built` with other data; or why there is
 * none. Never throws.
 */
export function loadBundle(input: unknown, built: Declarations): Loaded | readonly string[] {
  if (isError(input)) return [input.message];
  const bytes = copyBytes(input);
  if (bytes !== undefined && isStamped(bytes)) return loadPacked(bytes, built);
  const text = bytes === undefined ? input : new TextDecoder().decode(bytes);
  const bundle = readJson(text);
  if (bundle === undefined) return ["the bundle is not JSON"];
  const fault = bundleShape(bundle);
  return fault === undefined ? loadShaped(bundle as Bundle, text, built) : [print(fault)];
}

function isError(input: unknown): input is Error {
  try {
    return input instanceof Error;
  } catch {
    // A proxy may throw when it is asked what it is.
    return false;
  }
}

/** A copy of bytes, since the caller may go on writing to them. */
function copyBytes(input: unknown): Uint8Array<ArrayBuffer> | undefined {
  try {
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice();
    return Object.prototype.toString.call(input) === "[object ArrayBuffer]"
      ? new Uint8Array((input as ArrayBuffer).slice(0))
      : undefined;
  } catch {
    // An object may throw when it is read, and a buffer may be detached.
    return undefined;
  }
}

/** A copy as plain data, so that what is checked is what is used: an object may answer differently each time. */
function readJson(input: unknown): unknown {
  try {
    return JSON.parse(typeof input === "string" ? input : JSON.stringify(input));
  } catch {
    return undefined;
  }
}

function loadShaped(bundle: Bundle, text: unknown, built: Declarations): Loaded | readonly string[] {
  if (!hasDigest(bundle, text)) return ["`digest` does not match the content"];
  const unfit = findUnfit(bundle, built);
  if (unfit.length > 0) return unfit;
  const data = readData(sourceOf(bundle), built);
  // The customers are packed by now, and there may be many: nothing must refer to the bundle any more.
  for (const _ of data.first.flags.values());
  const kept = withoutCustomers(bundle);
  return { ...data, bundle: () => kept };
}

/** The text of a bundle need not be made again if it is as the build writes it. */
function hasDigest(bundle: Bundle, text: unknown): boolean {
  return (typeof text === "string" && digestOf(text) === bundle.digest) || digestOfContent(bundle) === bundle.digest;
}

function loadPacked(file: Uint8Array<ArrayBuffer>, built: Declarations): Loaded | readonly string[] {
  const damage = findDamage(file);
  if (damage !== undefined) return [`the file ${damage}`];
  try {
    const head = readHead(file);
    const fault = headShape(head);
    if (fault !== undefined) return [print(fault)];
    const { bundle } = head as Head;
    const unfit = findUnfit(bundle, built);
    if (unfit.length > 0) return unfit;
    const lazy = { ...(head as Head), bundle: sourceOf(bundle) };
    return { ...readPacked(file, lazy, declareHead(lazy, built), built), bundle: () => bundle };
  } catch {
    // Anyone can make a file with a valid checksum of anything.
    return ["the file is not a flags.bin"];
  }
}

/** What does not fit together in a bundle, or with the module that it is for. */
function findUnfit(bundle: Bundle, built: Declarations): readonly string[] {
  const broken = [...findBrokenReferences(bundle)];
  if (broken.length > 0) return broken.map(print);
  return [...findBrokenPromises(built, declare(sourceOf(bundle)).declarations, bundle.retired)].map(print);
}

function print({ path, message }: Fault): string {
  return `${path === "" ? "the bundle" : `\`${path}\``} ${message}`;
}
