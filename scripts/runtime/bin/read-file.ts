import { deno, nodeModule } from "./platform.ts";

interface Files {
  readonly readFileSync?: (place: URL | string) => Uint8Array<ArrayBuffer>;
}

/** The bytes of a file, in one go; throws if there is no such file, or if the platform has no files. */
export function readFile(place: URL | string): Uint8Array<ArrayBuffer> {
  const files = nodeModule<Files>("node:fs") ?? deno<Files>();
  if (files?.readFileSync === undefined) throw new Error("there are no files here");
  return files.readFileSync(place);
}
