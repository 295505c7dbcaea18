import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { end, eventually, freePort } from "./flagd-daemon.ts";
import { buildGo } from "./go.ts";

/** A local S3, and the settings with which AWS clients find it. Credentials are not checked. */
export interface Bucket {
  readonly uri: (path: string) => string;
  readonly environment: Readonly<Record<string, string>>;
  readonly put: (path: string, text: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** How many HEAD and GET requests objects had. */
  readonly asked: { heads: number; gets: number };
  readonly stop: () => Promise<void>;
}

/** Starts an in-memory S3 server with one bucket; its clock stands still if a time is given. */
export async function startBucket(time?: string): Promise<Bucket> {
  const program = buildGo("flagd", "github.com/johannesboyne/gofakes3/cmd/gofakes3", "gofakes3");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const words = ["-backend", "memory", "-host", `127.0.0.1:${port}`, "-initialbucket", "acme-flags"];
  const child = spawn(program, time === undefined ? words : [...words, "-time", time], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const asked = { heads: 0, gets: 0 };
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.includes("HEAD OBJECT")) asked.heads++;
    if (line.includes("GET OBJECT")) asked.gets++;
  });
  await eventually(async () => (await fetch(origin)).ok);
  const call = async (method: string, path: string, body?: string): Promise<void> => {
    const response = await fetch(`${origin}/acme-flags/${path}`, { method, ...(body === undefined ? {} : { body }) });
    if (!response.ok) throw new Error(`the bucket answers ${response.status}: ${await response.text()}`);
  };
  return {
    uri: (path) => `s3://acme-flags/${path}?use_path_style=true`,
    environment: {
      AWS_ENDPOINT_URL: origin,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-central-1",
    },
    put: (path, text) => call("PUT", path, text),
    remove: (path) => call("DELETE", path),
    asked,
    stop: () => end(child),
  };
}
