import fc from "fast-check";

/** Any Unicode character. Creating `unit: "binary"` would take a second. */
export const anyCharacter = fc
  .nat(0x10ffff - 0x800)
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));
