import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { repository } from "./shipped-instance.ts";
import { inTurn } from "./turn.ts";

/** Where Go is looked for where it is not on the PATH: its installer's own place. */
const usualPlace = "/usr/local/go/bin";

/** What Go is called with. */
export const goEnvironment = {
  ...process.env,
  PATH: [process.env.PATH, usualPlace].join(delimiter),
  // what go.sum holds is what is built, by the Go that is there
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOTOOLCHAIN: "local",
};

/** Whether there is no Go, and what needs it is skipped. It says so; where `CI` is set, that is an error. */
export function isGoMissing(): boolean {
  if (spawnSync("go", ["version"], { env: goEnvironment, stdio: "ignore" }).status === 0) return false;
  if (process.env.CI) throw new Error("go is not installed");
  console.warn("go is not installed: its tests are skipped");
  return true;
}

/** flagd itself, at the version of test/clients/flagd/go.mod; as a path. */
export function buildFlagd(): string {
  return buildGo("flagd", "github.com/open-feature/flagd/flagd", "flagd");
}

/** A program built from a folder of Go in test/clients/ into a cache, where it stays; as a path. */
export function buildGo(folder: string, packagePath: string, name: string): string {
  const cache = join(repository, "node_modules/.cache/flagstone");
  const program = join(cache, name);
  mkdirSync(cache, { recursive: true });
  // two builds at once would compile everything twice where nothing is compiled yet
  const [command = "", ...words] = [...inTurn(join(cache, "go.lock")), "go", "build", "-o", program, packagePath];
  execFileSync(command, words, {
    cwd: join(repository, "test/clients", folder),
    env: goEnvironment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (!existsSync(program)) throw new Error(`go built no ${name}`);
  return program;
}

/** The folder of a module at a version, such as `example.com/module@v1.2.3`, which Go gets. */
export function moduleFolder(module: string): string {
  const words = ["mod", "download", "-json", module];
  const output = execFileSync("go", words, { cwd: tmpdir(), env: goEnvironment, encoding: "utf8" });
  return JSON.parse(output).Dir;
}
