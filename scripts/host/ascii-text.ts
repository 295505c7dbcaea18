import type { Characters } from "../model/text/characters.ts";

/**
 * A function that makes texts of ASCII bytes, of which only the parts that are asked for become strings. The bytes are
 * copied into memory that is used again once a text is released: each new piece of memory would cost more than the copy,
 * and the engine would collect garbage for every few.
 */
export function asciiTexts(): (bytes: Buffer) => Characters {
  const released: Buffer[] = [];
  return (bytes) => {
    const { length } = bytes;
    const spare = released.pop();
    const memory = spare !== undefined && spare.length >= length ? spare : Buffer.alloc(Math.ceil(1.1 * length));
    bytes.copy(memory);
    return asciiText(memory.subarray(0, length), () => released.push(memory));
  };
}

function asciiText(bytes: Buffer, onRelease: () => void): Characters {
  let isReleased = false;
  const own = (): Buffer => {
    if (isReleased) throw new Error("a text is read after its release");
    return bytes;
  };
  return {
    length: bytes.length,
    get bytes() {
      return own();
    },
    slice: (start, end) => own().toString("latin1", start, end),
    indexOf: (part, from) => own().indexOf(part, from, "latin1"),
    lastIndexOf: (part, from) => own().lastIndexOf(part, from, "latin1"),
    release: () => {
      own();
      isReleased = true;
      onRelease();
    },
  };
}
