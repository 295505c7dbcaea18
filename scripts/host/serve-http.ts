import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Instant } from "../model/time.ts";
import { reasonOf } from "./error-reason.ts";

/** Where to serve, and how to answer and log. */
export interface ServeOptions {
  /** A name or an address of this machine. */
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Called with a line for each request: time, request, status and milliseconds. */
  readonly log: (line: string) => void;
  readonly now: () => Instant;
}

/** A running server. */
export interface RunningServer {
  readonly url: string;
  /** Whether it is shutting down, and only finishes open requests. */
  readonly isEnding: () => boolean;
  /** Finishes open requests for at most this many milliseconds, then ends. */
  readonly end: (patience: number) => Promise<void>;
  /** Closes all connections. */
  readonly abort: () => void;
}

/** Starts serving HTTP; returns the reason if it cannot. */
export function serveHttp({ host, port, listener, log, now }: ServeOptions): Promise<RunningServer | string> {
  let isEnding = false;
  const server = createServer(
    // A client that is slower than this occupies a connection for nothing.
    { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 60_000, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      const began = now();
      const { method, url } = request;
      response.on("close", () => {
        const status = response.writableFinished ? response.statusCode : "aborted";
        log(`${new Date(began).toISOString()} ${method} ${url} ${status} ${now() - began} ms`);
        // A request that arrived before the shutdown and ends during it: its connection can be closed.
        if (isEnding) setImmediate(() => server.closeIdleConnections());
      });
      if (isEnding) response.setHeader("connection", "close");
      listener(request, response);
    },
  );
  server.maxConnections = 10_000;
  return new Promise((resolve) => {
    server.once("error", (error) => resolve(`cannot listen on \`${host}\`, port ${port}: ${reasonOf(error)}`));
    server.listen(port, host, () => {
      const { address, family, port: taken } = server.address() as AddressInfo;
      resolve({
        url: `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`,
        isEnding: () => isEnding,
        end: (patience) => {
          isEnding = true;
          return end(server, patience);
        },
        abort: () => server.closeAllConnections(),
      });
    });
  });
}

function end(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
