import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHost } from "../../scripts/host/host.ts";
import { writeAll } from "../../scripts/host/write-all.ts";
import { positionOf } from "../../scripts/model/text/source.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { killingDisk } from "../support/stopping-disk.ts";

let around = "";
let root = "";

beforeEach(() => {
  around = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone host ")));
  root = join(around, "instance");
  write("package.json", '{ "name": "acme", "flagstone": { "scopes": {} } }');
});
afterEach(() => fs.rmSync(around, { recursive: true, force: true }));

function write(path: string, content: string | Buffer = ""): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), content);
}

function link(target: string, path: string): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.symlinkSync(target, join(root, path));
}

function read(): Tree {
  const tree = createHost(root).readTree();
  if (tree === undefined) throw new Error("no instance was found");
  return tree;
}

function pathsOf(tree: Tree): string[] {
  return tree.files.map(({ path }) => path);
}

/** The findings as `code path`, with line and column where the file has text. */
function findingsOf(tree: Tree): string[] {
  return tree.diagnostics.map(({ code, span }) => {
    const { line, column } = positionOf(span.source, span.start);
    return `${code} ${span.source.path}${span.source.text === "" ? "" : `:${line}:${column}`}`;
  });
}

describe("the root of an instance", () => {
  it("is the folder itself, or the nearest one above, whose package.json has the key", () => {
    write("flags/team/package.json", '{ "dependencies": { "flagstone": "1.0.0" } }');
    for (const folder of ["", "flags", "flags/team"])
      expect(createHost(join(root, folder)).readTree()?.root).toBe(root);
    write("flags/team/package.json", '{ "flagstone": null }');
    expect(createHost(join(root, "flags/team")).readTree()?.root).toBe(join(root, "flags/team"));
  });

  it("is also found if package.json is broken, has a byte order mark or is not UTF-8", () => {
    for (const content of ['{ "flagstone": { "scopes": {} }', '\uFEFF{ "flagstone": {} }']) {
      write("package.json", content);
      expect(read().config.text).toBe(content);
    }
    write("package.json", Buffer.from('{ "flagstone": {},\n"name": "\xff" }', "latin1"));
    expect(findingsOf(read())).toEqual(["file/not-utf8 package.json:2:10"]);
  });

  it("is not found without the key", () => {
    expect(createHost(around).readTree()).toBeUndefined();
    write("package.json", "[]");
    expect(createHost(root).readTree()).toBeUndefined();
  });
});

describe("the documents of an instance", () => {
  it("are all files with either ending, hidden ones included, in the order of their paths", () => {
    for (const path of ["b", "a/z", "a-b", "a", "B", "ä ö", "日本/x"]) write(`flags/${path}.yaml`, path);
    write("flags/a.yml");
    write("groups/ring.yaml");
    for (const path of ["flags/.a.yaml", "flags/.git/a.yaml", "flags/README.md", "flags/a.yaml.orig", "other/a.yaml"])
      write(path);
    link("somebody@a-machine.1234", "flags/.#a.yaml");
    const paths = pathsOf(read());
    expect(paths).toEqual([
      "flags/.a.yaml",
      "flags/.git/a.yaml",
      "flags/B.yaml",
      "flags/a-b.yaml",
      "flags/a.yaml",
      "flags/a.yml",
      "flags/a/z.yaml",
      "flags/b.yaml",
      "flags/ä ö.yaml",
      "flags/日本/x.yaml",
      "groups/ring.yaml",
    ]);
    expect(read().diagnostics).toEqual([]);
  });

  it("may be absent", () => {
    expect(read()).toMatchObject({ files: [], diagnostics: [] });
  });

  it("keep a byte order mark, carriage returns and NUL for the parser", () => {
    write("flags/a.yaml", "\uFEFFflag: a\r\n\0");
    expect(read().files[0]?.text).toBe("\uFEFFflag: a\r\n\0");
  });

  it("may be nested as deep as the disk allows", () => {
    const path = `flags/${"d/".repeat(500)}a.yaml`;
    write(path);
    expect(pathsOf(read())).toEqual([path]);
  });

  it("are not read if they are not UTF-8; the first invalid byte is reported", () => {
    write("flags/a.yaml", Buffer.concat([Buffer.from("# ä 😀 \uFFFD\nb: "), Buffer.from([0x63, 0xc3, 0x28])]));
    write("flags/b.yaml", "flag: \uFFFD");
    write("flags/c.yaml", Buffer.from([0xff, 0xfe, 0x66, 0x00]));
    expect(findingsOf(read())).toEqual(["file/not-utf8 flags/a.yaml:2:5", "file/not-utf8 flags/c.yaml:1:1"]);
    expect(pathsOf(read())).toEqual(["flags/b.yaml"]);
  });
});

describe("what is not a file", () => {
  it("is reported if it has the name of a document, and never opened", () => {
    write("flags/folder.yaml/a.yaml");
    execFileSync("mkfifo", [join(root, "flags/pipe.yaml"), join(root, "flags/pipe")]);
    link("pipe", "flags/linked.yaml");
    expect(findingsOf(read())).toEqual([
      "file/not-a-file flags/folder.yaml",
      "file/not-a-file flags/linked.yaml",
      "file/not-a-file flags/pipe.yaml",
    ]);
  });

  it("is reported if it takes the place of a folder of documents", () => {
    write("flags", "flag: a");
    expect(findingsOf(read())).toEqual(["file/unreadable flags"]);
  });

  it.skipIf(process.getuid?.() === 0)("is reported if permission is missing (root may read everything)", () => {
    write("flags/a.yaml");
    write("flags/b/c.yaml");
    fs.chmodSync(join(root, "flags/a.yaml"), 0);
    fs.chmodSync(join(root, "flags/b"), 0);
    expect(findingsOf(read())).toEqual(["file/unreadable flags/a.yaml", "file/unreadable flags/b"]);
    fs.chmodSync(join(root, "flags/b"), 0o755);
  });
});

describe("a symbolic link", () => {
  it("is followed inside the instance", () => {
    write("shared/a.yaml", "a");
    write("shared/team/b.yaml", "b");
    link("../shared/a.yaml", "flags/a.yaml");
    link(join(root, "shared/team"), "flags/team");
    link("../shared/a.yaml", "flags/note.txt");
    expect(read().diagnostics).toEqual([]);
    expect(read().files).toMatchObject([
      { path: "flags/a.yaml", text: "a" },
      { path: "flags/team/b.yaml", text: "b" },
    ]);
  });

  it("is reported if it leads outside", () => {
    fs.mkdirSync(join(around, "instance-2"));
    fs.writeFileSync(join(around, "instance-2/a.yaml"), "secret");
    link("../../instance-2/a.yaml", "flags/a.yaml");
    link(join(around, "instance-2"), "flags/folder");
    link("../../instance-2/a.yaml", "flags/note.txt");
    link("/dev/zero", "flags/zero.yaml");
    link(join(around, "instance-2"), "groups");
    expect(pathsOf(read())).toEqual([]);
    expect(findingsOf(read())).toEqual(
      ["flags/a.yaml", "flags/folder", "flags/zero.yaml", "groups"].map((path) => `file/outside ${path}`),
    );
  });

  it("is reported if it is broken or loops", () => {
    write("flags/a/b.yaml");
    link("nowhere.yaml", "flags/nowhere.yaml");
    link("self.yaml", "flags/self.yaml");
    link("..", "flags/a/up");
    link("../..", "flags/a/top");
    link("../other", "flags/a/other");
    link("../a", "flags/other/back");
    expect(pathsOf(read())).toEqual(["flags/a/b.yaml", "flags/other/back/b.yaml"]);
    expect(findingsOf(read())).toEqual([
      "file/unreadable flags/a/other/back",
      "file/unreadable flags/a/top",
      "file/unreadable flags/a/up",
      "file/unreadable flags/nowhere.yaml",
      "file/unreadable flags/other/back/other",
      "file/unreadable flags/other/back/top",
      "file/unreadable flags/other/back/up",
      "file/unreadable flags/self.yaml",
    ]);
  });

  it("does not matter above the instance", () => {
    write("flags/a.yaml");
    fs.symlinkSync(root, join(around, "link"));
    const tree = createHost(join(around, "link")).readTree();
    expect(tree).toMatchObject({ root: join(around, "link"), files: [{ path: "flags/a.yaml" }], diagnostics: [] });
  });
});

describe("writeAll", () => {
  it("writes nothing if a file has changed since the change was planned", () => {
    fs.writeFileSync(join(root, "a.txt"), "old");
    fs.writeFileSync(join(root, "b.txt"), "by hand");
    const plan = (was: string | undefined, path: string) => [
      { path: "a.txt", text: "new", was: { text: "old" } },
      { path, text: "new", was: { text: was } },
    ];
    const refused = /^cannot write `(?:b|a).txt`: it changed in the meantime; run the command again$/;
    expect(host().writeAll(root, plan("old", "b.txt"))).toMatch(refused);
    expect(host().writeAll(root, plan(undefined, "b.txt"))).toMatch(refused);
    expect(fs.readFileSync(join(root, "a.txt"), "utf8")).toBe("old");
    expect(host().writeAll(root, plan(undefined, "c.txt"))).toBeUndefined();
    expect(fs.readFileSync(join(root, "a.txt"), "utf8")).toBe("new");
  });

  const host = () => createHost(root);
  const textOf = (path: string) => fs.readFileSync(join(root, path), "utf8");

  it("writes files and the folders that they need", () => {
    expect(
      host().writeAll(root, [
        { path: "generated/deep/a", text: "ä" },
        { path: "b", text: "" },
      ]),
    ).toBeUndefined();
    expect(textOf("generated/deep/a")).toBe("ä");
    expect(fs.readdirSync(root)).toEqual(["b", "generated", "package.json"]);
    expect(fs.readdirSync(join(root, "generated/deep"))).toEqual(["a"]);
  });

  it("leaves a file alone that already has its text, and keeps the mode and link of one that changes", () => {
    write("same", "same");
    write("target", "old");
    link("target", "link");
    fs.utimesSync(join(root, "same"), 1, 1);
    fs.chmodSync(join(root, "target"), 0o755);
    expect(
      host().writeAll(root, [
        { path: "same", text: "same" },
        { path: "link", text: "new" },
      ]),
    ).toBeUndefined();
    expect(fs.statSync(join(root, "same")).mtimeMs).toBe(1000);
    expect(fs.readlinkSync(join(root, "link"))).toBe("target");
    expect(textOf("target")).toBe("new");
    expect(fs.statSync(join(root, "target")).mode & 0o777).toBe(0o755);
  });

  describe("under a umask that denies everything", () => {
    let usual = 0;
    beforeEach(() => {
      usual = process.umask(0o077);
    });
    afterEach(() => process.umask(usual));
    const modeOf = (path: string): number => fs.statSync(join(root, path)).mode & 0o777;
    const putWith = (path: string, mode: number): void => {
      write(path, "old");
      fs.chmodSync(join(root, path), mode);
    };

    it.each([0o644, 0o755, 0o664, 0o600, 0o444])("keeps the mode %o of a file", (mode) => {
      putWith("flags/a.yaml", mode);
      link("flags/a.yaml", "link");
      expect(host().writeAll(root, [{ path: "link", text: "new" }])).toBeUndefined();
      expect([textOf("flags/a.yaml"), modeOf("flags/a.yaml")]).toEqual(["new", mode]);
    });

    it("gives a new file the mode of its neighbours, preferably of the same kind, and never makes it executable", () => {
      putWith("flags/a.yaml", 0o664);
      putWith("flags/b.yaml", 0o600);
      putWith("flags/c.yaml", 0o664);
      putWith("flags/run.sh", 0o755);
      for (const path of ["flags/new.yaml", "flags/new.sh"]) host().writeAll(root, [{ path, text: "new" }]);
      expect([modeOf("flags/new.yaml"), modeOf("flags/new.sh")]).toEqual([0o664, 0o644]);
    });

    it("uses the nearest folder with files, and gives new folders the mode of their parent", () => {
      fs.chmodSync(root, 0o755);
      fs.chmodSync(join(root, "package.json"), 0o644);
      host().writeAll(root, [{ path: "generated/deep/flags.js", text: "new" }]);
      expect(["generated", "generated/deep", "generated/deep/flags.js"].map(modeOf)).toEqual([0o755, 0o755, 0o644]);
    });

    it("leaves what is outside the instance to the umask", () => {
      fs.writeFileSync(join(around, "open.json"), "{}");
      fs.chmodSync(join(around, "open.json"), 0o666);
      host().writeAll(root, [
        { path: "../report/all.json", text: "{}" },
        { path: "../all.json", text: "{}" },
      ]);
      expect(["../report", "../report/all.json", "../all.json"].map(modeOf)).toEqual([0o700, 0o600, 0o600]);
    });
  });

  it("removes a file whose text is undefined, along with the other writes", () => {
    write("flags/old.yaml", "old");
    const writes = [
      { path: "flags/old.yaml", text: undefined },
      { path: "flags/new.yaml", text: "new" },
    ];
    fs.mkdirSync(join(root, "flags/new.yaml"));
    expect(host().writeAll(root, writes)).toMatch(/^cannot write `flags\/new.yaml`: it is a folder$/);
    expect(textOf("flags/old.yaml")).toBe("old");
    fs.rmdirSync(join(root, "flags/new.yaml"));
    expect(host().writeAll(root, writes)).toBeUndefined();
    expect(fs.readdirSync(join(root, "flags"))).toEqual(["new.yaml"]);
  });

  it("leaves everything as it was if one file cannot be written", () => {
    write("generated/a", "old");
    fs.utimesSync(join(root, "generated/a"), 1, 1);
    fs.mkdirSync(join(root, "generated/z"));
    const files = ["a", "b", "new/c", "z"].map((name) => ({ path: `generated/${name}`, text: "new" }));
    expect(host().writeAll(root, files)).toMatch(/^cannot write `.*generated\/z`: it is a folder$/);
    expect(fs.readdirSync(join(root, "generated"))).toEqual(["a", "z"]);
    expect(textOf("generated/a")).toBe("old");
    expect(fs.statSync(join(root, "generated/a")).mtimeMs).toBe(1000);
  });

  it("reports a folder that cannot be created", () => {
    write("generated", "a file");
    expect(
      host().writeAll(root, [
        { path: "b", text: "" },
        { path: "generated/a", text: "" },
      ]),
    ).toMatch(/^cannot write `generated\/a`: /);
    expect(fs.readdirSync(root)).toEqual(["generated", "package.json"]);
  });
});

describe("recover", () => {
  /** A command that is killed before its last renames. */
  function interrupt(): void {
    const texts = ["a", "b"].map((name) => ({ path: `flags/${name}.yaml`, text: "new" }));
    writeAll(root, root, texts, killingDisk(9).disk);
  }

  beforeEach(() => {
    write("flags/a.yaml", "old");
    write("flags/b.yaml", "old");
    interrupt();
  });

  it("finishes the writes from any folder of the instance, and temporary files are never read", () => {
    expect(read()).toMatchObject({ files: [{ text: "new" }, { text: "old" }], diagnostics: [] });
    expect(pathsOf(read())).toEqual(["flags/a.yaml", "flags/b.yaml"]);
    const told = createHost(join(root, "flags")).recover();
    expect(told).toBe("finished the writes of an interrupted command: 2 files");
    expect(read().files).toMatchObject([{ text: "new" }, { text: "new" }]);
    expect(fs.readdirSync(root, { recursive: true })).toHaveLength(4);
    expect(createHost(root).recover()).toBeUndefined();
  });

  it("leaves a committed journal alone, and no command overwrites it", () => {
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    execFileSync("git", ["add", "."], { cwd: root });
    const host = createHost(root);
    expect(host.recover()).toMatch(/since git tracks it: run `git rm --cached` on it$/);
    expect(host.writeAll(root, [{ path: "c", text: "" }])).toMatch(/^another command is writing here: /);
    expect(read().files).toMatchObject([{ text: "new" }, { text: "old" }]);
  });
});

describe("the machine", () => {
  it("knows what git tracks, and where the repository begins", () => {
    const git = (...words: string[]) => execFileSync("git", words, { cwd: around, stdio: "pipe" });
    const host = createHost(root);
    write("generated/flags.js");
    expect([host.isTracked("generated"), host.gitPrefix(".")]).toEqual([undefined, undefined]);
    git("init", "--quiet");
    expect([host.isTracked("generated"), host.gitPrefix(".")]).toEqual([false, "instance/"]);
    git("add", "instance/generated");
    fs.rmSync(join(root, "generated"), { recursive: true });
    expect([host.isTracked("generated"), host.isTracked("nowhere")]).toEqual([true, false]);
  });

  it("knows the files of its own package, folders, and paths between folders", () => {
    const host = createHost(root);
    expect(JSON.parse(host.readPackageFile("package.json") ?? "").name).toBe("flagstone");
    expect(host.readPackageFile("nothing")).toBeUndefined();
    expect([host.isFolder("."), host.isFolder("package.json"), host.isFolder("nothing")]).toEqual([true, false, false]);
    expect([host.listFolder("."), host.listFolder("nothing")]).toEqual([["package.json"], []]);
    expect(["out", "..", "."].map((path) => host.pathFrom(root, path))).toEqual(["out", "..", "."]);
  });

  it("counts days from midnight in UTC", () => {
    const host = createHost(root);
    expect(host.today() % 86_400_000).toBe(0);
    expect(host.now() - host.today()).toBeLessThan(86_400_000);
  });
});
