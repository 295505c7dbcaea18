import { _SHA256 } from "@noble/hashes/sha2.js";
import type { Bundle } from "../shapes/bundle.ts";
import { nodeModule } from "./platform.ts";
import { serializeTo } from "./serialize.ts";

/** In the canonical text, only a key of the bundle itself is at this depth. */
const digestLine = /^( "digest": )"[^"\n]*"/m;

interface Crypto {
  readonly createHash: (name: "sha256") => {
    update(text: string, encoding: "utf8"): unknown;
    digest(form: "hex"): string;
  };
}

/** Calls a function with each part of a text. */
type EachPart = (take: (part: string) => void) => void;

/** `sha256-` and the hex SHA-256 of a bundle's canonical text in UTF-8, with the value of its `digest` empty. */
export function digestOf(text: string): string {
  return `sha256-${sha256Of(withDigest(text, ""))}`;
}

/** The same of a bundle, whose text is never there as a whole. */
export function digestOfContent(bundle: Bundle): string {
  return `sha256-${sha256OfContent({ ...bundle, digest: "" })}`;
}

/** The hex SHA-256 of a text in UTF-8. */
export function sha256Of(text: string): string {
  return sha256OfParts((take) => take(text));
}

/** The same of the canonical text of some content. */
export function sha256OfContent(content: object): string {
  return sha256OfParts((take) => serializeTo(content, take));
}

/** The same of a text in parts, none of which ends within a character. */
export function sha256OfParts(eachPart: EachPart): string {
  // With a million customers this takes a moment; without it, seconds.
  const hash = nodeModule<Crypto>("node:crypto")?.createHash("sha256");
  if (hash === undefined) return hashParts(eachPart);
  eachPart((part) => hash.update(part, "utf8"));
  return hash.digest("hex");
}

/** Whether a part of the canonical text of a bundle contains its digest. */
export function hasDigest(part: string): boolean {
  return digestLine.test(part);
}

/** The canonical text of a bundle, or the part with its digest, with another one. */
export function withDigest(text: string, digest: string): string {
  const found = digestLine.exec(text);
  if (found === null) return text;
  const [line, key] = found;
  const own = `${key}"${digest}"`;
  // Avoids copying a long text.
  return own === line ? text : text.slice(0, found.index) + own + text.slice(found.index + line.length);
}

/** The same on any platform. */
function hashParts(eachPart: EachPart): string {
  // The class itself: `sha256` would make a hash while the module is imported, to say how long hashes are.
  const hash = new _SHA256();
  eachPart((part) => hash.update(new TextEncoder().encode(part)));
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
