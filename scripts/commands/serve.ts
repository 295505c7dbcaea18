import type { Host } from "../host/host.ts";
import { cannotRun, type Outcome, type Service } from "../report/outcome.ts";
import { followData } from "./follow-data.ts";
import { missingConfig } from "./missing-config.ts";

/** What the command reads of its call. */
interface ServeInput {
  /** The scope of the targeting key; undefined ignores the key. */
  readonly scope?: string;
  /** The name of an environment; undefined is the first. */
  readonly environment?: string;
  readonly host?: string;
  readonly port?: number;
}

/** The parts of the built modules that are used. */
interface Built {
  readonly digest: () => string;
  readonly watch: (
    path: string,
    options: { onLoad: () => void; onProblem: (problems: readonly string[]) => void },
  ) => { close: () => void };
  readonly ofrepListener: (options: object) => Listener;
}

type Listener = Parameters<Host["serve"]>[0]["listener"];

/** The path of the health check. */
const healthPath = "/healthz";

/** How long open requests may take after a signal, in milliseconds. */
const patience = 10_000;

/** Serves what was built with OpenFeature's remote evaluation protocol, and follows its data. */
export async function serve(input: ServeInput, host: Host): Promise<Outcome> {
  const tree = host.readTree();
  if (tree === undefined) return missingConfig(host);
  const folder = `${tree.root}/generated`;
  const [first, ...others] = ["ofrep.js", "watch.js", "flags.js"].filter(
    (name) => host.readFile(`${folder}/${name}`) === undefined,
  );
  if (first !== undefined)
    return cannotRun(
      others.length > 0
        ? "nothing has been built yet: run `flagstone build`"
        : `there is no \`generated/${first}\`: add \`"outputs": ["ofrep"]\` to the config, and run \`flagstone build\``,
    );
  const modules = await Promise.all(
    ["flags.js", "ofrep.js", "watch.js"].map((name) => host.importModule(`${folder}/${name}`)),
  );
  const built = Object.assign({}, ...modules) as Built;
  try {
    const listener = built.ofrepListener({
      context: (_: unknown, body: { context: object }) => body.context,
      scope: input.scope,
      environment: input.environment,
    });
    return { writes: [], service: serviceOf(input, host, built, listener, folder) };
  } catch (error) {
    return cannotRun(error instanceof Error ? error.message : String(error));
  }
}

function serviceOf(
  { host: name = "127.0.0.1", port = 8016 }: ServeInput,
  host: Host,
  { digest, watch }: Built,
  listener: Listener,
  folder: string,
): Service {
  return {
    start: async (note) => {
      let isEnding = (): boolean => false;
      const server = await host.serve({
        host: name,
        port,
        log: note,
        listener: (request, response) => {
          if (request.url !== healthPath) return listener(request, response);
          const health = healthOf(digest, isEnding());
          response.writeHead(health.status === "ok" ? 200 : 503, { "content-type": "application/json" });
          response.end(JSON.stringify(health));
        },
      });
      if (typeof server === "string") return server;
      isEnding = server.isEnding;
      const watcher = followData(
        () => [`${folder}/flags.bin`, `${folder}/flags.json`].find((path) => host.readBytes(path) !== undefined),
        (path, onProblem) => watch(path, { onLoad: () => note(`flags are now ${digest()}`), onProblem }),
        (problems) => note(`kept the last good flags: ${problems.join("; ")}`),
      );
      note(`listening on ${server.url}`);
      return {
        end: () => {
          watcher.close();
          return server.end(patience);
        },
        abort: server.abort,
      };
    },
  };
}

function healthOf(digest: () => string, isEnding: boolean): { readonly status: string; readonly digest?: string } {
  try {
    return { status: isEnding ? "ending" : "ok", digest: digest() };
  } catch {
    return { status: "no data" };
  }
}
