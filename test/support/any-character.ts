import fc from "fast-check";

/** Any character of Unicode; `unit: "binary"` takes a second to be made. */
export const anyCharacter = fc
  .nat(0x10ffff - 0x800)
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));
