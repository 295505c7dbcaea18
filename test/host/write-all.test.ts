import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Disk } from "../../scripts/host/file-swap.ts";
import { journalName } from "../../scripts/host/journal.ts";
import { recover as recoverIn } from "../../scripts/host/recover.ts";
import { writeAll } from "../../scripts/host/write-all.ts";
import type { Write } from "../../scripts/model/text/source.ts";
import { Killed, killingDisk, refusingDisk } from "../support/stopping-disk.ts";

let root = "";

beforeEach(() => {
  // In memory if the machine has a folder for that, since there are thousands of small files.
  const place = fs.existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  root = fs.realpathSync(fs.mkdtempSync(join(place, "flagstone write ")));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** The contents of a folder by path: texts, links as `-> target`, and folders as null. */
type Contents = Readonly<Record<string, string | null>>;

function contentsOf(folder: string): Contents {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length + 1);
    if (entry.isSymbolicLink()) return [path, `-> ${fs.readlinkSync(file)}`];
    return [path, entry.isDirectory() ? null : fs.readFileSync(file, "utf8")];
  });
  return Object.fromEntries(found.sort());
}

function put(path: string, text: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

/** Replaces everything in the folder with these contents. */
function reset(contents: Contents): void {
  for (const name of fs.readdirSync(root)) fs.rmSync(join(root, name), { recursive: true });
  for (const [path, text] of Object.entries(contents)) {
    if (text === null) fs.mkdirSync(join(root, path), { recursive: true });
    else if (text.startsWith("-> ")) fs.symlinkSync(text.slice(3), join(root, path));
    else put(path, text);
  }
}

/** Recovers long after the writes, on a machine without git. */
const later = { now: () => Date.now() + 10_000, isTracked: () => undefined, wait: () => {} };
const recover = (disk = immortal().disk) => recoverIn(root, later, disk);
const immortal = () => killingDisk(Number.POSITIVE_INFINITY);

/** Does work that is killed before change number `last` to the disk; returns whether it was. */
function isKilled(last: number, work: (disk: Disk) => unknown, below?: Disk): boolean {
  const { disk, changes } = killingDisk(last, below);
  try {
    work(disk);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return changes() > last;
}

const isLitter = (path: string): boolean => path.endsWith(".tmp");

/** Expects each file to be as before or as after, except temporary ones; folders exist only with their files. */
function expectOldOrNew(found: Contents, before: Contents, after: Contents): void {
  const isEither = (path: string): boolean => {
    const [now, old, next] = [found, before, after].map((contents) => contents[path] ?? undefined);
    return now === old || now === next;
  };
  const all = Object.keys({ ...found, ...before, ...after });
  expect(all.filter((path) => !isLitter(path) && !isEither(path))).toEqual([]);
}

const paths = ["a", "b.yaml", "d/c", "d/d", "d/e/f", "g/h/i", "link", "links/j"];
const text = fc.constantFrom("", "one\n", "two\n", "x".repeat(5000));
const start = fc.dictionary(fc.constantFrom(...paths.filter((path) => !path.startsWith("link"))), text).map(
  (texts): Contents => ({
    ...texts,
    d: null,
    real: null,
    target: "target\n",
    link: "-> target",
    links: "-> real",
  }),
);
const writes = fc.uniqueArray(
  fc.record({ path: fc.constantFrom(...paths), text: fc.option(text, { nil: undefined }) }),
  { minLength: 1, selector: ({ path }) => path },
);
/** When something happens, as a fraction of the changes. */
const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const runs = { numRuns: Number(process.env.FLAGSTONE_TEST_RUNS ?? 30) };

/** A case with everything: new, changed, unchanged and removed files, in existing and new folders, and through links. */
const rich: { readonly initial: Contents; readonly all: readonly Write[] } = {
  initial: {
    a: "one\n",
    "b.yaml": "same\n",
    d: null,
    "d/c": "gone\n",
    real: null,
    target: "target\n",
    link: "-> target",
    links: "-> real",
    other: "-> target",
  },
  all: [
    { path: "a", text: "two\n" },
    { path: "b.yaml", text: "same\n" },
    { path: "d/c", text: undefined },
    { path: "d/none", text: undefined },
    { path: "g/h/i", text: "" },
    { path: "link", text: "through\n" },
    { path: "links/j", text: "x".repeat(5000) },
    { path: "other", text: undefined },
  ],
};

/** Resets the folder and writes, but is killed before change number `last`; returns whether it was. */
function interrupt(initial: Contents, all: readonly Write[], last: number): boolean {
  reset(initial);
  return isKilled(last, (disk) => writeAll(root, root, all, disk));
}

/** The contents before and after the writes, and the number of changes to the disk that they take. */
function measure(initial: Contents, all: readonly Write[]): { before: Contents; after: Contents; changes: number } {
  reset(initial);
  const before = contentsOf(root);
  const { disk, changes } = immortal();
  expect(writeAll(root, root, all, disk)).toBeUndefined();
  return { before, after: contentsOf(root), changes: changes() };
}

/** Runs `use` for every change of the rich case, and for one change of each random case. */
function forAll(
  use: (example: { initial: Contents; all: readonly Write[]; at: number } & ReturnType<typeof measure>) => void,
): void {
  const measured = measure(rich.initial, rich.all);
  expect(measured.changes).toBeGreaterThan(30);
  for (let at = 0; at < measured.changes; at++) use({ ...rich, ...measured, at });
  const property = fc.property(start, writes, part, (initial, all, where) => {
    const found = measure(initial, all);
    if (found.changes > 0) use({ initial, all, ...found, at: Math.floor(where * found.changes) });
  });
  fc.assert(property, runs);
}

describe("writeAll", () => {
  it("makes the requested changes and no others", () => {
    const property = fc.property(start, writes, (initial, all) => {
      const { before, after } = measure(initial, all);
      for (const { path, text } of all) {
        const found = fs.existsSync(join(root, path)) ? fs.readFileSync(join(root, path), "utf8") : undefined;
        expect(found).toBe(text);
      }
      const named = new Set(all.map(({ path }) => path.replace("links/", "real/")));
      const isAsked = (path: string) =>
        path === "target" || [...named].some((name) => name === path || name.startsWith(`${path}/`));
      for (const path of Object.keys({ ...before, ...after }))
        if (!isAsked(path)) expect(after[path]).toBe(before[path]);
    });
    fc.assert(property, runs);
  });

  it("restores everything if a change fails, and says why", () => {
    forAll(({ initial, all, at, before, after }) => {
      reset(initial);
      const { disk } = refusingDisk("ENOSPC", (number) => number === at);
      const reason = writeAll(root, root, all, disk);
      if (reason !== undefined) expect(reason).toMatch(/^cannot (write|make|delete) `.*`: the disk is full$/);
      // The failure may come during cleanup, once the files are in place.
      if (reason === undefined) recover();
      expect(contentsOf(root)).toEqual(reason === undefined ? after : before);
    });
  });

  it("leaves to recovery what it could not restore", () => {
    forAll(({ initial, all, at, before, after }) => {
      reset(initial);
      const { disk } = refusingDisk("EACCES", (number) => number >= at && number < at + 4);
      writeAll(root, root, all, disk);
      expectOldOrNew(contentsOf(root), before, after);
      recover();
      expect([before, after]).toContainEqual(contentsOf(root));
    });
  });

  it("writes the last of several texts for one file", () => {
    reset({ a: "old", link: "-> a" });
    const texts = (...all: string[]) => all.map((text, index) => ({ path: index % 2 === 0 ? "a" : "link", text }));
    expect(writeAll(root, root, texts("new", "newer"))).toBeUndefined();
    expect(contentsOf(root)).toEqual({ a: "newer", link: "-> a" });
    expect(writeAll(root, root, texts("other", "newer"))).toBeUndefined();
    expect(contentsOf(root)).toEqual({ a: "newer", link: "-> a" });
  });

  it("removes a link, not its target, and leaves empty folders", () => {
    reset({ d: null, "d/a": "a", target: "t", link: "-> target", folder: "-> d" });
    const all = ["d/a", "link", "folder", "none"].map((path) => ({ path, text: undefined }));
    expect(writeAll(root, root, all)).toBeUndefined();
    expect(contentsOf(root)).toEqual({ d: null, target: "t" });
  });

  it("removes nothing if one of the paths is not a file", () => {
    reset({ a: "a", d: null });
    const all = ["a", "d"].map((path) => ({ path, text: undefined }));
    expect(writeAll(root, root, all)).toBe("cannot delete `d`: it is a folder");
    expect(contentsOf(root)).toEqual({ a: "a", d: null });
  });

  it("writes nothing while another command is writing", () => {
    interrupt(rich.initial, rich.all, 2);
    expect(writeAll(root, root, [{ path: "a", text: "mine\n" }])).toMatch(/^another command is writing here: /);
    expect(contentsOf(root)).toMatchObject({ a: "one\n" });
  });

  it("takes nothing back that another command has written since the writes were planned", () => {
    for (const [mine, other] of [
      ["mine\n", "other\n"],
      // A file that was left alone when it had its content, and one that is new and the same for both.
      ["one\n", "other\n"],
      ["other\n", "other\n"],
    ] as const)
      for (const initial of [{ a: "one\n", b: "b" }, { b: "b" }] as Contents[]) {
        reset(initial);
        const all = ["a", "b"].map((path) => ({ path, text: mine }));
        let isBusy = false;
        const openSync: typeof fs.openSync = (path, flags, mode) => {
          if (!isBusy && path === join(root, journalName)) {
            isBusy = true;
            expect(writeAll(root, root, [{ path: "a", text: other }])).toBeUndefined();
          }
          return fs.openSync(path, flags, mode);
        };
        expect(writeAll(root, root, all, { ...fs, openSync })).toBe(
          "cannot write `a`: it changed in the meantime; run the command again",
        );
        expect(contentsOf(root)).toEqual({ a: other, b: "b" });
      }
  });

  it("writes without a journal if the folder takes no files", () => {
    reset({ d: null });
    const { disk } = refusingDisk("EACCES", (number) => number === 0);
    expect(writeAll(root, root, [{ path: "d/a", text: "a" }], disk)).toBeUndefined();
    expect(contentsOf(root)).toEqual({ d: null, "d/a": "a" });
  });
});

describe("a command that is killed", () => {
  it("leaves each file old or new, and recovery makes all of them old or all new", () => {
    forAll(({ initial, all, at, before, after }) => {
      expect(interrupt(initial, all, at)).toBe(true);
      expectOldOrNew(contentsOf(root), before, after);
      recover();
      const recovered = contentsOf(root);
      expect([before, after]).toContainEqual(recovered);
      expect(recover()).toBeUndefined();
      expect(contentsOf(root)).toEqual(recovered);
      // Running the command again finishes its work.
      expect(writeAll(root, root, all, immortal().disk)).toBeUndefined();
      expect(contentsOf(root)).toEqual(after);
    });
  });

  it("may be killed while it restores", () => {
    forAll(({ initial, all, at, before, after }) => {
      reset(initial);
      const full = refusingDisk("ENOSPC", (number) => number === at).disk;
      isKilled(at + 1 + (at % 7), (disk) => writeAll(root, root, all, disk), full);
      expectOldOrNew(contentsOf(root), before, after);
      recover();
      expect([before, after]).toContainEqual(contentsOf(root));
    });
  });

  it("may be followed by one that is killed during recovery", () => {
    forAll(({ initial, all, at, before, after }) => {
      for (const last of [at % 4, 4 + (at % 7)]) {
        interrupt(initial, all, at);
        if (!isKilled(last, recover)) break;
        expectOldOrNew(contentsOf(root), before, after);
        recover();
        expect([before, after]).toContainEqual(contentsOf(root));
      }
    });
  });

  it("is undone if it cannot be finished, and waits if it cannot be undone either", () => {
    forAll(({ initial, all, at, before, after }) => {
      interrupt(initial, all, at);
      if (!fs.existsSync(join(root, journalName))) return;
      const half = contentsOf(root);
      const refused = recover(refusingDisk("EROFS", () => true).disk);
      expect(refused).toBe("the writes of an interrupted command cannot be finished: the disk is read-only");
      expect(contentsOf(root)).toEqual(half);
      recover(refusingDisk("EACCES", (number) => number === 2).disk);
      expectOldOrNew(contentsOf(root), before, after);
      recover();
      expect([before, after]).toContainEqual(contentsOf(root));
    });
  });

  it("loses nothing that was written in the meantime", () => {
    forAll(({ initial, all, at, before, after }) => {
      const named = Object.keys(after).filter((name) => after[name] !== null && after[name] !== before[name]);
      const path = named[at % named.length];
      interrupt(initial, all, at);
      if (path === undefined || !fs.existsSync(dirname(join(root, path)))) return;
      put(path, "mine\n");
      const told = recover();
      const found = contentsOf(root);
      expect(found[path]).toBe("mine\n");
      // The only temporary files left hold the previous text of a file that has changed, and the message names them.
      for (const name of Object.keys(found).filter(isLitter)) {
        const file = name.replace(/\.[0-9a-f]{12}\.previous\.tmp$/, "");
        expect(found[name]).toBe(before[file]);
        expect(found[file]).not.toBe(before[file]);
        expect(told).toContain(`\`${name}\``);
      }
      expectOldOrNew(found, { ...before, [path]: "mine\n" }, { ...after, [path]: "mine\n" });
      if (told !== undefined) expect(told).toContain(`\nchanged since: \`${path}\``);
    });
  });

  it("is reported with what became of its files", () => {
    const { changes } = measure(rich.initial, rich.all);
    interrupt(rich.initial, rich.all, changes - 1);
    expect(recover()).toBe("finished the writes of an interrupted command: 6 files");
    interrupt(rich.initial, rich.all, 5);
    expect(recover()).toBe("undid the writes of an interrupted command; run it again");
    const { length } = Array.from({ length: changes }).filter((_, at) => {
      interrupt(rich.initial, rich.all, at);
      return contentsOf(root).a === "one\n" && contentsOf(root)["d/c"] === "gone\n";
    });
    interrupt(rich.initial, rich.all, length);
    put("g/h/i", "mine\n");
    expect(recover()?.split("\n")).toEqual([
      "the writes of an interrupted command can be neither finished nor undone; see `git diff`",
      "changed since: `g/h/i`",
      "new: `a`",
      "old: `d/c`, `target`, `real/j`, `other`",
      expect.stringMatching(/^what was there before: `a\.[0-9a-f]{12}\.previous\.tmp`$/),
    ]);
    interrupt(rich.initial, rich.all, 5);
    put("a", "mine\n");
    expect(recover()).toMatch(/^old: `d\/c`, `g\/h\/i`, `target`, `real\/j`, `other`$/m);
    expect(contentsOf(root)).not.toHaveProperty("g");
  });
});

describe("a journal", () => {
  const token = "0123456789ab";
  const writeJournal = (files: readonly object[], writer: object = { pid: 0, host: hostname() }): void =>
    put(journalName, JSON.stringify({ journal: 1, token, writer, files, folders: [] }));

  it.each(["../outside", ".git/hooks/post-checkout", ".GIT/config", "folder/.git/config", "link/inside"])(
    "does not move %s, which no commit could contain",
    (path) => {
      const home = join(root, "home");
      const sha256 = createHash("sha256").update("evil").digest("hex");
      reset({ "home/.git/hooks": null, "home/.GIT": null, "home/folder/.git": null, elsewhere: null });
      fs.symlinkSync("../elsewhere", join(home, "link"));
      const before = contentsOf(root);
      for (const name of [path, "fine"]) fs.writeFileSync(join(home, `${name}.${token}.next.tmp`), "evil");
      const files = [path, "fine"].map((name) => ({ path: name, before: null, after: sha256 }));
      const writer = { pid: 0, host: "" };
      const text = JSON.stringify({ journal: 1, token, writer, files, folders: ["../elsewhere"] });
      fs.writeFileSync(join(home, journalName), text);
      expect(recoverIn(home, later)).toBe("finished the writes of an interrupted command: 1 file");
      expect(contentsOf(root)).toEqual({ ...before, "home/fine": "evil" });
    },
  );

  it("is left alone if git tracks it or flagstone did not write it", () => {
    writeJournal([]);
    expect(recoverIn(root, { ...later, isTracked: () => true })).toMatch(
      /since git tracks it: run `git rm --cached` on it$/,
    );
    for (const other of ["{}", "[1]", '{"journal":2}', `{"journal":1,"token":"../x","files":[],"folders":[]}`]) {
      put(journalName, other);
      expect(recover()).toMatch(/ is not a flagstone journal: delete it$/);
    }
    expect(fs.readdirSync(root)).toEqual([journalName]);
  });

  it("waits while its writer is at work", () => {
    const waitUntil = (end: number, after = 0) => {
      let waited = 0;
      const wait = (time: number): void => {
        waited += time;
        if (waited >= end) fs.rmSync(join(root, journalName));
      };
      return recoverIn(root, { now: () => Date.now() + after, isTracked: () => undefined, wait });
    };
    const writer = { pid: process.ppid, host: hostname() };
    writeJournal([], writer);
    expect(waitUntil(500)).toBeUndefined();
    writeJournal([], writer);
    expect(waitUntil(60_000)).toMatch(/^another command is still writing here; /);
    expect(waitUntil(60_000, 120_000)).toMatch(/^finished /);
    put(journalName, '{"journal":1,');
    expect(waitUntil(60_000)).toMatch(/^another command is still writing here; /);
    expect(waitUntil(60_000, 10_000)).toBeUndefined();
    expect(fs.readdirSync(root)).toEqual([]);
  });

  const longAgo = Date.now() - 30_000;
  /** Recovers on a machine whose clock shows this age of the journal, in milliseconds; `whileWaiting` may change the journal. */
  const recoverAfter = (age: number, whileWaiting = (_waited: number): void => {}) => {
    const file = join(root, journalName);
    const made = longAgo;
    fs.utimesSync(file, made / 1000, made / 1000);
    let waited = 0;
    const wait = (time: number): void => {
      waited += time;
      whileWaiting(waited);
    };
    return recoverIn(root, { now: () => made + age + waited, isTracked: () => undefined, wait });
  };
  const busy = "another command is still writing here; its files may be incomplete";
  const own = { pid: process.ppid, host: hostname() };

  it.each([
    ["another machine", { pid: 1, host: "elsewhere" }],
    ["another container with the name of this one", { pid: 2 ** 22 - 1, host: hostname(), space: "another" }],
    [
      "another container, whose process has the number of ours",
      { pid: process.pid, host: hostname(), space: "another" },
    ],
  ])("is not recovered while its writer on %s shows that it is at work", (_, writer) => {
    const touch = (waited: number): void => {
      if (waited % 500 === 0)
        fs.utimesSync(join(root, journalName), (longAgo + waited) / 1000, (longAgo + waited) / 1000);
    };
    for (const age of [2000, 4900]) {
      writeJournal([], writer);
      expect(recoverAfter(age, touch)).toBe(busy);
    }
    // The clock of the other machine may be an hour late.
    writeJournal([], writer);
    expect(recoverAfter(3_600_000, touch)).toBe(busy);
    expect(fs.readdirSync(root)).toEqual([journalName]);
  });

  it("is recovered once a writer that cannot be looked up is silent", () => {
    for (const age of [2000, 4900, 60_000, 3_600_000]) {
      writeJournal([], { pid: process.ppid, host: "elsewhere" });
      expect(recoverAfter(age)).toBe("finished the writes of an interrupted command: 0 files");
    }
  });

  it("is recovered at once if another process has its writer's number now", () => {
    writeJournal([], { ...own, born: "1" });
    expect(recoverAfter(10, () => expect.fail("recovery waited"))).toMatch(/^finished /);
  });

  it.skipIf(!fs.existsSync("/proc/self/stat"))("waits as long as its writer takes, if it is the same process", () => {
    const stat = fs.readFileSync(`/proc/${process.ppid}/stat`, "utf8").replace(/^.*\) /s, "");
    writeJournal([], { ...own, born: stat.split(" ")[19] });
    expect(recoverAfter(120_000)).toBe(busy);
  });

  it.each([
    ["finished them", 0, "renameSync"],
    ["finished them", 3, "renameSync"],
    ["finished them", 2, "linkSync"],
    ["undid them", 2, "writeFileSync"],
  ] as const)(
    "stops its writer if another command has recovered it; the writer says what became of the files: %s (%i)",
    (end, last, name) => {
      const before = { a: "old\n", b: "old\n" };
      reset(before);
      let number = 0;
      const disk: Record<string, unknown> = { ...fs };
      const own = disk[name] as (...words: unknown[]) => void;
      const late = (...words: unknown[]): void => {
        if (number++ === last) recoverIn(root, later);
        own(...words);
      };
      const writes = ["a", "b", "c", "d"].map((path) => ({ path, text: "new\n" }));
      const told = writeAll(root, root, writes, { ...disk, [name]: late } as unknown as Disk);
      const isDone = end === "finished them";
      expect(told).toBe(
        isDone ? undefined : "another command considered this one dead, and undid its writes; run it again",
      );
      expect(contentsOf(root)).toEqual(isDone ? { a: "new\n", b: "new\n", c: "new\n", d: "new\n" } : before);
    },
  );
});
