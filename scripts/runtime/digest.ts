import { sha256 } from "@noble/hashes/sha2.js";

/** In the canonical text only a key of the bundle itself stands at this depth. */
const digestLine = /^( "digest": )"[^"\n]*"/m;

/** `sha256-` and the hex SHA-256 of a bundle's canonical text in UTF-8, with the value of its `digest` empty. */
export function digestOf(text: string): string {
  const bytes = sha256(new TextEncoder().encode(text.replace(digestLine, '$1""')));
  return `sha256-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
