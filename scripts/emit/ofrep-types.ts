import { header } from "./header.ts";

/** ofrep.d.ts, the same for every instance; `flags` is the path of the types of flags.js. */
export function ofrepTypes(flags: string): string {
  return `${header}

import type { Environment, Scope } from "${flags}";

// What \`fetch\` takes and gives, where a program has it.
type Fetched<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Found }> ? Found : never;

/** Flat: ids by scope, groups by told set, attributes, \`created\` with a date for each scope, and \`privileges\`, a list. */
export type OfrepContext = { readonly [key: string]: unknown };

export interface OfrepOptions<Incoming> {
  /**
   * Whom a request asks about. \`body.context\` is what the request says, which anyone can write: take from the session
   * what the asker must not choose. A Response, such as one with status 401, is sent as it is.
   */
  readonly context: (
    request: Incoming,
    body: { readonly context: OfrepContext },
  ) => OfrepContext | Fetched<"Response"> | Promise<OfrepContext | Fetched<"Response">>;
  /** The scope of which the targeting key is an id; without it, the key is ignored. */
  readonly scope?: Scope | undefined;
  /** Defaults to the first. */
  readonly environment?: Environment | undefined;
  /** A context without any scope of a flag is the error TARGETING_KEY_MISSING; by default it gets the flag's own default. */
  readonly strict?: boolean | undefined;
  /** Which flags are answered when all are asked for: by default those that browsers may know. */
  readonly bulk?: "client" | "all" | undefined;
  /** The largest body of a request, in bytes; 65,536 by default. */
  readonly maxBody?: number | undefined;
  /** Called with why a request got status 500, such as what \`context\` threw; by default it is a warning of the process. */
  readonly onProblem?: ((error: unknown) => void) | undefined;
}

/** Answers requests of OpenFeature's remote evaluation protocol, below any path. */
export declare function ofrepHandler(
  options: OfrepOptions<Fetched<"Request">>,
): (request: Fetched<"Request">) => Promise<Fetched<"Response">>;

/** The part of an IncomingMessage of \`node:http\` that is needed. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  on(event: string, listener: (...given: any[]) => void): unknown;
}

/** The part of a ServerResponse of \`node:http\` that is needed. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  end(text: string): unknown;
}

/** The same as a listener for \`node:http\`, and for what is built on it; nothing may have read the body before. */
export declare function ofrepListener<Incoming extends NodeRequest = NodeRequest>(
  options: OfrepOptions<Incoming>,
): (request: Incoming, response: NodeResponse) => void;

// Without this line, TypeScript would export every name above.
export {};
`;
}
