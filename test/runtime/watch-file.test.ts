import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";
import { type Module, open } from "../../scripts/runtime/index.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { type Watcher, type WatchOptions, watchFile } from "../../scripts/runtime/watch-file.ts";
import { packWhole } from "../support/pack-whole.ts";
import { flag, sealed } from "../support/sample-bundle.ts";

const off = sealed({ flags: { a: flag() } });
const on = sealed({ flags: { a: flag({ default: true }) } });

let folder: string;
let module: Module;
let watcher: Watcher | undefined;
const onLoad = vi.fn();
const onProblem = vi.fn();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagstone-watch-"));
  module = open(off);
  vi.clearAllMocks();
});

afterEach(() => {
  watcher?.close();
  rmSync(folder, { recursive: true });
});

/** Replaces a file with a bundle atomically, as a deployment does. */
function replace(path: string, bundle: Bundle): void {
  writeFileSync(`${path}.new`, serialize(bundle));
  renameSync(`${path}.new`, path);
}

function watch(path: string, options: WatchOptions = { onLoad, onProblem }): void {
  watcher = watchFile(module.load, path, { interval: 5, ...options });
}

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 2, timeout: 3000 });

test("loads the file at once, and whenever it is replaced", async () => {
  const path = join(folder, "flags.json");
  replace(path, on);
  watch(path);
  expect(module.digest()).toBe(on.digest);
  replace(path, off);
  await eventually(() => expect(module.digest()).toBe(off.digest));
  expect(onLoad).toHaveBeenCalledTimes(2);
  expect(onProblem).not.toHaveBeenCalled();
});

test("follows a symbolic link that is replaced", async () => {
  for (const [name, bundle] of Object.entries({ first: off, second: on })) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "flags.json"), serialize(bundle));
  }
  symlinkSync("first", join(folder, "..data"));
  symlinkSync(join("..data", "flags.json"), join(folder, "flags.json"));
  watch(join(folder, "flags.json"));
  expect(module.digest()).toBe(off.digest);
  symlinkSync("second", join(folder, "..new"));
  renameSync(join(folder, "..new"), join(folder, "..data"));
  await eventually(() => expect(module.digest()).toBe(on.digest));
});

test("reports a partly written file, and reads it again when it is complete", async () => {
  const path = join(folder, "flags.json");
  writeFileSync(path, serialize(on).slice(0, 100));
  watch(path);
  expect(onProblem).toHaveBeenCalledExactlyOnceWith([expect.any(String)]);
  expect(module.digest()).toBe(off.digest);
  writeFileSync(path, serialize(on));
  await eventually(() => expect(module.digest()).toBe(on.digest));
});

test("reports a missing file once, and loads it when it appears", async () => {
  const path = join(folder, "flags.json");
  watch(path);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(onProblem).toHaveBeenCalledTimes(1);
  replace(path, on);
  await eventually(() => expect(onLoad).toHaveBeenCalledTimes(1));
  expect(module.digest()).toBe(on.digest);
});

test("does not report data that is already live: touched, rewritten, in another format, or at the start", async () => {
  const path = join(folder, "flags.json");
  const load = vi.fn(module.load);
  const look = async (act: () => void): Promise<void> => {
    const { length } = load.mock.calls;
    act();
    await eventually(() => expect(load.mock.calls.length).toBeGreaterThan(length));
  };
  replace(path, off);
  watcher = watchFile(load, path, { interval: 5, onLoad, onProblem }, module.digest);
  expect(onLoad).not.toHaveBeenCalled();
  await look(() => replace(path, on));
  expect(onLoad).toHaveBeenCalledTimes(1);
  await look(() => utimesSync(path, 1, 1));
  await look(() => replace(path, on));
  await look(() => writeFileSync(path, packWhole(on).file));
  expect(onLoad).toHaveBeenCalledTimes(1);
  await look(() => replace(path, off));
  expect(onLoad).toHaveBeenCalledTimes(2);
  expect(onProblem).not.toHaveBeenCalled();
});

test.skipIf(process.platform === "win32").each(["a pipe", "/dev/zero", "/dev/null", "."])(
  "reports what is not a file, and does not block: %s",
  (name) => {
    const path = name === "a pipe" ? join(folder, "pipe") : name === "." ? folder : name;
    if (name === "a pipe") execFileSync("mkfifo", [path]);
    watch(path);
    expect(onProblem).toHaveBeenCalledExactlyOnceWith(["the file cannot be read: it is not a file"]);
  },
);

test("loads nothing after it is closed", async () => {
  const path = join(folder, "flags.json");
  replace(path, off);
  watch(path);
  watcher?.close();
  replace(path, on);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(module.digest()).toBe(off.digest);
});

test("emits a process warning for a problem without a listener", () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  watch(join(folder, "flags.json"), {});
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("flags.json"), "FlagstoneWarning");
  warn.mockRestore();
});

test.each([2 ** 31, Infinity, Number.MAX_VALUE, 2 ** 31 - 1])(
  "caps an interval of %s at the longest that a timer supports",
  (interval) => {
    const timer = vi.spyOn(globalThis, "setInterval");
    watch(join(folder, "flags.json"), { interval, onProblem });
    expect(timer.mock.calls[0]?.[1]).toBe(2 ** 31 - 1);
    timer.mockRestore();
  },
);

test.each([
  [Number.NaN, "NaN"],
  [0, "0"],
  [-0, "0"],
  [-1, "-1"],
  [-Infinity, "-Infinity"],
  [null, "null"],
  ["1000", '"1000"'],
  ["", '""'],
  [true, "true"],
  [{}, "an object"],
  [1000n, "1000"],
])("refuses an interval of %s, and says so", (interval, words) => {
  const load = vi.fn(() => []);
  const start = () => watchFile(load, join(folder, "flags.json"), { interval: interval as number });
  expect(start).toThrow(TypeError);
  expect(start).toThrow(`\`interval\` is ${words}, and must be a number of milliseconds above 0`);
  expect(load).not.toHaveBeenCalled();
});

test("has a default interval of a second", () => {
  const timer = vi.spyOn(globalThis, "setInterval");
  watcher = watchFile(() => [], join(folder, "flags.json"), { interval: undefined, onProblem });
  expect(timer.mock.calls[0]?.[1]).toBe(1000);
  timer.mockRestore();
});
