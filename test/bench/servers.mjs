import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { child, root } from "./processes.mjs";

/** Starts our OFREP handler for the outputs in a folder, in a separate process. */
export function startHandler(folder) {
  return start(process.execPath, [child("serve-ofrep"), JSON.stringify({ folder })], "stdout");
}

/** Starts flagd with a file; undefined if it was not built before and there is no Go to build it. */
export async function startDaemon(file) {
  const program = buildDaemon();
  if (program === undefined) return undefined;
  const [port, management, sync, ofrep] = await Promise.all(Array.from({ length: 4 }, freePort));
  const ports = ["--port", port, "--management-port", management, "--sync-port", sync, "--ofrep-port", ofrep];
  const words = ["start", "--uri", `file:${file}`, ...ports.map(String)];
  // one processor, as for the handler
  const process_ = spawn(program, words, { stdio: "ignore", env: { ...process.env, GOMAXPROCS: "1" } });
  for (let waited = 0; waited < 600; waited++) {
    const isReady = await fetch(`http://127.0.0.1:${management}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return serverOf(process_, ofrep);
    await wait(100);
  }
  process_.kill();
  throw new Error("flagd did not become ready");
}

function buildDaemon() {
  const folder = join(root, "node_modules/.cache/flagstone");
  const program = join(folder, "flagd");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const env = {
    ...process.env,
    PATH: [process.env.PATH, "/usr/local/go/bin"].join(delimiter),
    GOFLAGS: "-mod=readonly -buildvcs=false",
    GOTOOLCHAIN: "local",
  };
  const words = ["build", "-o", program, "github.com/open-feature/flagd/flagd"];
  const { status } = spawnSync("go", words, { cwd: join(root, "test/clients/flagd"), env, stdio: "inherit" });
  return status === 0 ? program : undefined;
}

async function start(program, words, stream) {
  const process_ = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: process_[stream] })) {
    const [, port] = /^listening on http:\/\/127\.0\.0\.1:(\d+)$/.exec(line) ?? [];
    if (port !== undefined) return serverOf(process_, Number(port));
  }
  throw new Error(`${program} ${words.join(" ")} ended without listening`);
}

function serverOf(process_, port) {
  return {
    port,
    /** The milliseconds of processor time so far; where the system does not report them, the time of the clock. */
    time: () => {
      const path = `/proc/${process_.pid}/stat`;
      if (!existsSync(path)) return performance.now();
      const [user, system] = readFileSync(path, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")
        .slice(11, 13);
      return (Number(user) + Number(system)) * 10;
    },
    stop: () => {
      const ended = new Promise((resolve) => process_.once("exit", resolve));
      process_.kill();
      return ended;
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
