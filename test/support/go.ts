import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { repository } from "./shipped-instance.ts";
import { inTurn } from "./turn.ts";

/** Where Go is looked for if it is not on the PATH: where its installer puts it. */
const usualPlace = "/usr/local/go/bin";

/** The environment that Go runs in. */
export const goEnvironment = {
  ...process.env,
  PATH: [process.env.PATH, usualPlace].join(delimiter),
  // build exactly what go.sum lists, with the installed Go
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOTOOLCHAIN: "local",
};

/** Whether Go is missing, so that tests that need it are skipped. Prints a note; with `CI` set, throws instead. */
export function isGoMissing(): boolean {
  if (spawnSync("go", ["version"], { env: goEnvironment, stdio: "ignore" }).status === 0) return false;
  if (process.env.CI) throw new Error("go is not installed");
  console.warn("go is not installed: its tests are skipped");
  return true;
}

/** The path of flagd itself, at the version in test/clients/flagd/go.mod. */
export function buildFlagd(): string {
  return buildGo("flagd", "github.com/open-feature/flagd/flagd", "flagd");
}

/** Builds a program from a Go folder in test/clients/ into a cache, where it stays; returns its path. */
export function buildGo(folder: string, packagePath: string, name: string): string {
  const cache = join(repository, "node_modules/.cache/flagstone");
  const program = join(cache, name);
  mkdirSync(cache, { recursive: true });
  // two builds at once would compile everything twice if nothing is cached yet
  const [command = "", ...words] = [...inTurn(join(cache, "go.lock")), "go", "build", "-o", program, packagePath];
  execFileSync(command, words, {
    cwd: join(repository, "test/clients", folder),
    env: goEnvironment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (!existsSync(program)) throw new Error(`go built no ${name}`);
  return program;
}

/** The folder of a module at a version, such as `example.com/module@v1.2.3`, which Go downloads. */
export function moduleFolder(module: string): string {
  const words = ["mod", "download", "-json", module];
  const output = execFileSync("go", words, { cwd: tmpdir(), env: goEnvironment, encoding: "utf8" });
  return JSON.parse(output).Dir;
}
