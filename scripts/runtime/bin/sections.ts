/** Bytes, or numbers of one size. */
export type Section = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** Takes the sections of a file one after the other, in the order in which they were joined. */
export interface SectionReader {
  readonly bytes: () => Uint8Array<ArrayBuffer>;
  readonly uint16s: () => Uint16Array;
  readonly int32s: () => Int32Array;
  readonly float64s: () => Float64Array;
}

/** Sections begin at multiples of this, so that numbers of any kind can be read in place. */
const alignment = 8;
const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The bytes of a section in parts, whose lengths are multiples of eight: its length, and itself; little-endian, the same on
 * every machine. Nothing long is copied there.
 */
export function partsOf(section: Section): readonly Uint8Array<ArrayBuffer>[] {
  const given = new Uint8Array(section.buffer as ArrayBuffer, section.byteOffset, section.byteLength);
  const bytes = inOrder(given, section.BYTES_PER_ELEMENT);
  const length = new Uint8Array(alignment);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  const whole = bytes.length - (bytes.length % alignment);
  const last = new Uint8Array(aligned(bytes.length - whole));
  last.set(bytes.subarray(whole));
  return [length, bytes.subarray(0, whole), last].filter((part) => part.length > 0);
}

/** Reads sections in place, from a multiple of eight on; only a big-endian machine needs copies. */
export function readSections(joined: Uint8Array<ArrayBuffer>, start: number): SectionReader {
  const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
  let at = start;
  const next = (width: number): readonly [ArrayBuffer, number, number] => {
    const length = view.getUint32(at, true);
    const bytes = inOrder(joined.subarray(at + alignment, at + alignment + length), width);
    at += alignment + aligned(length);
    return [bytes.buffer, bytes.byteOffset, length / width];
  };
  return {
    bytes: () => new Uint8Array(...next(1)),
    uint16s: () => new Uint16Array(...next(2)),
    int32s: () => new Int32Array(...next(4)),
    float64s: () => new Float64Array(...next(8)),
  };
}

/** Numbers of a width with their bytes reversed on a big-endian machine; the bytes themselves elsewhere. */
export function inOrder(bytes: Uint8Array<ArrayBuffer>, width: number, isNative = isLittle): Uint8Array<ArrayBuffer> {
  if (isNative || width === 1) return bytes;
  const turned = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) turned[at] = bytes[at - (at % width) + width - 1 - (at % width)] as number;
  return turned;
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
