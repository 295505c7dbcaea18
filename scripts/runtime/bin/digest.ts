import { sha256 } from "@noble/hashes/sha2.js";
import { nodeModule } from "./platform.ts";

/** In the canonical text, only a key of the bundle itself is at this depth. */
const digestLine = /^( "digest": )"[^"\n]*"/m;

interface Crypto {
  readonly createHash: (name: "sha256") => { update(text: string, encoding: "utf8"): { digest(form: "hex"): string } };
}

/** `sha256-` and the hex SHA-256 of a bundle's canonical text in UTF-8, with the value of its `digest` empty. */
export function digestOf(text: string): string {
  return `sha256-${sha256Of(withDigest(text, ""))}`;
}

/** The hex SHA-256 of a text in UTF-8. */
export function sha256Of(text: string): string {
  // With a million customers this takes a moment; without it, seconds.
  const crypto = nodeModule<Crypto>("node:crypto");
  return crypto?.createHash("sha256").update(text, "utf8").digest("hex") ?? hashText(text);
}

/** The canonical text of a bundle with another digest. */
export function withDigest(text: string, digest: string): string {
  const found = digestLine.exec(text);
  if (found === null) return text;
  const [line, key] = found;
  const own = `${key}"${digest}"`;
  // Avoids copying a long text.
  return own === line ? text : text.slice(0, found.index) + own + text.slice(found.index + line.length);
}

/** The same on any platform. */
function hashText(text: string): string {
  return Array.from(sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
