import { sha256Of } from "../bin/digest.ts";
import { warn } from "../bin/platform.ts";
import { type Answer, type Answers, answersOf, type Problem } from "./answers.ts";
import {
  fetchAdapter,
  type NodeRequest,
  type NodeResponse,
  nodeAdapter,
  type Protocol,
  type Reply,
} from "./ofrep-adapters.ts";
import type { FlatContext } from "./read-context.ts";

/** The body of a request as it was sent; it only counts if `context` passes it on. */
interface Body {
  readonly context: FlatContext;
}

/** Options of the handler. */
interface Settings<Incoming> {
  /** The customer of a request, or the Response that refuses it. */
  readonly context: (request: Incoming, body: Body) => FlatContext | Response | Promise<FlatContext | Response>;
  /** The scope of the targeting key; without it, the key is ignored. */
  readonly scope?: string | undefined;
  readonly environment?: string | undefined;
  readonly strict?: boolean | undefined;
  /** The flags in the answer to a request for all: by default those that browsers may get. */
  readonly bulk?: "client" | "all" | undefined;
  /** The maximum size of a request body, in bytes; 65,536 by default. */
  readonly maxBody?: number | undefined;
  /** Called with the reason if a request is not answered, such as an error from `context`; by default a process warning. */
  readonly onProblem?: ((error: unknown) => void) | undefined;
}

/** A handler of OpenFeature's remote evaluation protocol, for requests in the form of `fetch`. */
export function ofrepHandler(settings: Settings<Request>): (request: Request) => Promise<Response> {
  return fetchAdapter(protocol(settings));
}

/** The same for servers of `node:http`, and frameworks built on it. */
export function ofrepListener<Incoming extends NodeRequest>(
  settings: Settings<Incoming>,
): (request: Incoming, response: NodeResponse) => void {
  return nodeAdapter(protocol(settings));
}

const route = /\/ofrep\/v1\/evaluate\/flags(?:\/([^/]*))?$/;
/** The reasons that the protocol knows. */
const reasons = new Set(["STATIC", "TARGETING_MATCH", "SPLIT", "DISABLED"]);

function protocol<Incoming>({
  context: contextOf,
  bulk = "client",
  maxBody = 2 ** 16,
  onProblem = (error) => warn(`a request was not answered: ${error instanceof Error ? error.message : error}`),
  ...settings
}: Settings<Incoming>): Protocol<Incoming> {
  const ask = answersOf(settings);
  const told = (context: FlatContext | Response, key: string | undefined, etag: string | null): Reply | Response => {
    if (isResponse(context)) return context;
    if (!isRecord(context)) return failure(key, "INVALID_CONTEXT", "the context must be an object");
    const answers = ask(context);
    if ("errorCode" in answers) return failure(key, answers.errorCode, answers.errorMessage);
    return key === undefined ? answerAll(answers, bulk, etag) : answerOne(answers, key);
  };
  const fail = (error: unknown): Reply => {
    onProblem(error);
    return reply(500, { errorDetails: "the request cannot be answered now" });
  };
  return {
    maxBody,
    refuse: (method, path) => {
      if (!route.test(path)) return reply(404, { errorDetails: "there is nothing at this path" });
      return method === "POST" ? undefined : reply(405, { errorDetails: "ask by POST" }, { allow: "POST" });
    },
    answer: (request, path, etag, text) => {
      const key = keyOf(path);
      if (text === undefined) return failure(key, "PARSE_ERROR", `the body has more than ${maxBody} bytes`);
      const body = readJson(text);
      if (body === undefined) return failure(key, "PARSE_ERROR", "the body is not JSON");
      if (!isRecord(body) || !isRecord(body.context))
        return failure(key, "INVALID_CONTEXT", "the body must be an object with an object `context`");
      try {
        const context = contextOf(request, body as unknown as Body);
        if (!isPromise(context)) return told(context, key, etag);
        return context.then((found) => told(found, key, etag)).catch(fail);
      } catch (error) {
        return fail(error);
      }
    },
  };
}

function answerOne(answers: Answers, key: string): Reply {
  const answer = answers.answer(key);
  if (!("errorCode" in answer)) return reply(200, { ...entryOf(key, answer), metadata: answer.flagMetadata });
  return failure(key, answer.errorCode, answer.errorMessage, answer.errorCode === "FLAG_NOT_FOUND" ? 404 : 400);
}

/**
 * All answers, with a tag that depends on them: a tag of the data would be the same for every customer, and one customer
 * would keep the answers of another. Browsers get no owners and no groups.
 */
function answerAll(answers: Answers, bulk: "client" | "all", etag: string | null): Reply {
  const names = bulk === "all" ? answers.names() : answers.names().filter(answers.isForClients);
  const flags = names.map((name) => {
    const answer: Answer | Problem = answers.answer(name);
    if ("errorCode" in answer) return { key: name, errorCode: answer.errorCode, errorDetails: answer.errorMessage };
    const { version, ...metadata } = answer.flagMetadata;
    return { ...entryOf(name, answer), ...(bulk === "all" ? { metadata } : {}) };
  });
  const tag = `"${sha256Of(JSON.stringify(flags))}"`;
  const headers = { etag: tag, "cache-control": "private, no-cache" };
  const known = etag?.split(",").map((each) => each.trim().replace(/^W\//, "")) ?? [];
  if (known.includes(tag) || known.includes("*")) return { status: 304, headers, text: "" };
  return reply(200, { flags, metadata: { version: answers.digest } }, headers);
}

function entryOf(key: string, { value, variant, reason }: Answer) {
  return {
    key,
    value,
    reason: reasons.has(reason) ? reason : "UNKNOWN",
    ...(variant === undefined ? {} : { variant }),
  };
}

function failure(key: string | undefined, errorCode: string, errorDetails: string, status = 400): Reply {
  return reply(status, { ...(key === undefined ? {} : { key }), errorCode, errorDetails });
}

function reply(status: number, body: object, headers: Reply["headers"] = {}): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, text: JSON.stringify(body) };
}

/** The name that a path asks for; undefined if it asks for all. */
function keyOf(path: string): string | undefined {
  const key = route.exec(path)?.[1];
  try {
    return key && decodeURIComponent(key);
  } catch {
    return key;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof (value as Partial<Promise<Value>> | undefined)?.then === "function";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A Response of any realm. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}
