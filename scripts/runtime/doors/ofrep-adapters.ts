/** A response, independent of the platform. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Answers requests, independent of the platform. */
export interface Protocol<Incoming> {
  readonly maxBody: number;
  /** The reply to a request that is refused whatever its body; undefined if it is not. */
  readonly refuse: (method: string, path: string) => Reply | undefined;
  /** Answers the text of a body; undefined means that it is too large. */
  readonly answer: (
    request: Incoming,
    path: string,
    etag: string | null,
    text: string | undefined,
  ) => Reply | Response | Promise<Reply | Response>;
}

/** The part of an IncomingMessage that is needed. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end", listener: () => void): unknown;
}

/** The part of a ServerResponse that is needed. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string | number>): unknown;
  end(text: string): unknown;
}

/** A handler for requests in the form of `fetch`. */
export function fetchAdapter(protocol: Protocol<Request>): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = new URL(request.url).pathname;
    const answer =
      protocol.refuse(request.method, path) ??
      (await protocol.answer(
        request,
        path,
        request.headers.get("if-none-match"),
        await textOf(request, protocol.maxBody),
      ));
    if (!("text" in answer && typeof answer.text === "string")) return answer as Response;
    return new Response(answer.status === 304 ? null : answer.text, { status: answer.status, headers: answer.headers });
  };
}

/** The text of a body; undefined if it has more than `most` bytes, beyond which it is not read. */
async function textOf({ body }: Request, most: number): Promise<string | undefined> {
  if (body === null) return "";
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return decode(chunks, length);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

/** A handler for requests in the form of Node.js. */
export function nodeAdapter<Incoming extends NodeRequest>(
  protocol: Protocol<Incoming>,
): (request: Incoming, response: NodeResponse) => void {
  return (request, response) => {
    const path = (request.url ?? "").replace(/\?.*/s, "");
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on("data", (chunk) => {
      length += chunk.length;
      // A body that is too long is read to its end, since its sender waits for that, but not kept.
      if (length <= protocol.maxBody) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on("end", () => {
      const etag = request.headers["if-none-match"];
      const text = length > protocol.maxBody ? undefined : decode(chunks, length);
      const answer =
        protocol.refuse(request.method ?? "", path) ??
        protocol.answer(request, path, typeof etag === "string" ? etag : null, text);
      if ("then" in answer) answer.then((found) => send(found, response));
      else send(answer, response);
    });
  };
}

async function send(answer: Reply | Response, response: NodeResponse): Promise<void> {
  if (typeof answer.text === "string") write(response, answer.status, answer.headers as Reply["headers"], answer.text);
  else write(response, answer.status, Object.fromEntries((answer as Response).headers), await answer.text());
}

function write(response: NodeResponse, status: number, headers: Reply["headers"], text: string): void {
  const length = status === 304 ? {} : { "content-length": new TextEncoder().encode(text).length };
  response.writeHead(status, { ...headers, ...length });
  response.end(text);
}

function decode(chunks: readonly Uint8Array[], length: number): string {
  const [first] = chunks;
  if (first === undefined) return "";
  if (chunks.length === 1) return new TextDecoder().decode(first);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder().decode(bytes);
}
