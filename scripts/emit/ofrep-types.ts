import { header } from "./header.ts";

/** ofrep.d.ts, the same for every instance; `flags` is the path of the types of flags.js. */
export function ofrepTypes(flags: string): string {
  return `${header}

import type { Environment, Scope } from "${flags}";

// The argument and the result of \`fetch\`, if a program has it.
type Fetched<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Found }> ? Found : never;

/** Flat: ids by scope, groups by told set, attributes, \`created\` with a date for each scope, and a list \`privileges\`. */
export type OfrepContext = { readonly [key: string]: unknown };

export interface OfrepOptions<Incoming> {
  /**
   * The customer of a request. \`body.context\` is what the request claims, and anyone can write that: take from the session
   * whatever the sender must not choose. A Response, such as one with status 401, is sent as it is.
   */
  readonly context: (
    request: Incoming,
    body: { readonly context: OfrepContext },
  ) => OfrepContext | Fetched<"Response"> | Promise<OfrepContext | Fetched<"Response">>;
  /** The scope of the targeting key; if left out, the key is ignored. */
  readonly scope?: Scope | undefined;
  /** Defaults to the first. */
  readonly environment?: Environment | undefined;
  /** If true, a context without any scope of a flag is the error TARGETING_KEY_MISSING; by default, it gets the flag's default. */
  readonly strict?: boolean | undefined;
  /** The flags that are answered when all are requested: by default those that browsers may see. */
  readonly bulk?: "client" | "all" | undefined;
  /** The maximum size of a request body, in bytes; 65,536 by default. */
  readonly maxBody?: number | undefined;
  /** Called with the reason for a status 500, such as what \`context\` threw; by default, it is a process warning. */
  readonly onProblem?: ((error: unknown) => void) | undefined;
}

/** Answers requests of OpenFeature's remote evaluation protocol, under any path. */
export declare function ofrepHandler(
  options: OfrepOptions<Fetched<"Request">>,
): (request: Fetched<"Request">) => Promise<Fetched<"Response">>;

/** The required part of an IncomingMessage of \`node:http\`. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  on(event: string, listener: (...given: any[]) => void): unknown;
}

/** The required part of a ServerResponse of \`node:http\`. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  end(text: string): unknown;
}

/** The same as a listener for \`node:http\` and everything built on it; the body must not have been read before. */
export declare function ofrepListener<Incoming extends NodeRequest = NodeRequest>(
  options: OfrepOptions<Incoming>,
): (request: Incoming, response: NodeResponse) => void;

// Without this line, TypeScript would export every name above.
export {};
`;
}
