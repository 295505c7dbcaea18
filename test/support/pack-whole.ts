import { type Packed, packBundle } from "../../scripts/runtime/bin/format.ts";
import { contentAt, stampOf } from "../../scripts/runtime/bin/integrity.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";

/** A packed bundle whose file is in one piece, as modules read it. */
export interface PackedWhole extends Omit<Packed, "file"> {
  readonly file: Uint8Array<ArrayBuffer>;
}

export function packWhole(bundle: Bundle): PackedWhole {
  const packed = packBundle(bundle);
  return { ...packed, file: new Uint8Array(Buffer.concat(packed.file)) };
}

/** Gives a file the beginning that fits the rest of it. */
export function stampAgain(file: Uint8Array<ArrayBuffer>): void {
  file.set(stampOf([], [file.subarray(contentAt)]).beginning);
}
