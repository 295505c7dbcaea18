import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { buildSync } from "esbuild";
import { figure } from "../figures.mjs";
import { idOf } from "../ids.mjs";
import { today } from "../instances.mjs";
import { inTurn } from "../measure.mjs";
import { askChild, child, cli, root, timeProcess } from "../processes.mjs";
import { countOf } from "../wording.mjs";

const checked = [1000, 10_000];
const again = { flags: 1000, each: 3 };
const history = { commits: 1000, customers: 100_000 };

/** The cost of many flags, of one change among many files, and of a long history. */
export const many = {
  name: "many",
  title: "Many flags, repeated checks, long history",
  about: [
    "`check` of flags that list three customers each: whole processes, compared with a process in which js-yaml loads the same files.",
    "Check again: one process that keeps the texts in memory, as an editor does; the median of 25 changes to one file, compared",
    "with the first check, in processor time. `log`: whole processes, compared with `git cat-file --batch` of all",
    `${countOf(history.commits)} versions of the group's file into a pipe; each commit changes one of ${countOf(history.customers)} entries.`,
  ].join("\n"),
  async run({ flagCounts, rounds, workplace }) {
    return [
      ...checked.filter((flags) => flagCounts.includes(flags)).map((flags) => checks(flags, { rounds, workplace })),
      checkAgain({ rounds, workplace }),
      logOf(await historyIn(workplace), rounds),
    ];
  },
};

function checks(flags, { rounds, workplace }) {
  const cwd = workplace.instance({ flags, customers: 0, each: 3 });
  const samples = inTurn(3 * rounds, {
    yaml: () => timeProcess([child("load-yaml"), JSON.stringify({ files: flags })], { cwd }),
    check: () => timeProcess([cli, "check", "--as-of", today], { cwd }),
  });
  return figure({
    work: `${countOf(flags)} flags, three customers each: check`,
    unit: "ms",
    samples: samples.check,
    base: ["js-yaml", samples.yaml],
    atMost: 1.5,
  });
}

function checkAgain({ rounds, workplace }) {
  const folder = workplace.instance({ ...again, customers: 0 });
  const compiler = workplace.once("compiler.mjs", (outfile) =>
    buildSync({
      stdin: {
        contents:
          'export { compile, readOnce } from "./compile/compile.ts"; export { readTree } from "./host/read-tree.ts";',
        resolveDir: `${root}scripts`,
      },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["#*"],
    }),
  );
  const samples = Array.from({ length: rounds }, () => askChild("check-again", { compiler, folder, today }));
  return figure({
    work: `check again, one of ${countOf(again.flags)} files changed`,
    unit: "ms",
    samples: samples.map((each) => each.again),
    base: ["first check", samples.map((each) => each.first)],
    atMost: 0.1,
  });
}

function logOf(cwd, rounds) {
  const names = git(cwd, "log", "--format=%H:groups/ring.yaml");
  const words = [cli, "log", "account=new-500", "--limit", "all"];
  const samples = inTurn(rounds, {
    cat: () => timeShell("git cat-file --batch | cat > /dev/null", { cwd, input: names }),
    log: () => timeProcess(words, { cwd }),
  });
  return figure({
    work: `log of one customer, ${countOf(history.commits)} commits to a group of ${countOf(history.customers)}`,
    unit: "ms",
    samples: samples.log,
    base: ["git cat-file", samples.cat],
    atMost: 2,
  });
}

function timeShell(command, { cwd, input }) {
  const began = performance.now();
  const { status, stderr } = spawnSync("sh", ["-c", command], { cwd, input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return performance.now() - began;
}

function git(cwd, ...words) {
  const { status, stdout, stderr } = spawnSync("git", words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  return stdout;
}

/** A repository in which each commit after the first replaces a customer of the group with a new one. */
async function historyIn(workplace) {
  const path = workplace.folder("history");
  git(path, "init", "--quiet", "--initial-branch=main");
  const importing = spawn("git", ["fast-import", "--quiet"], { cwd: path, stdio: ["pipe", "inherit", "inherit"] });
  const write = async (text) => {
    if (!importing.stdin.write(text)) await once(importing.stdin, "drain");
  };
  const put = (file, text) => write(`M 100644 inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  const entries = Array.from({ length: history.customers }, (_, n) => `    - ${idOf(n)}\n`);
  for (let n = 0; n < history.commits; n++) {
    await write(
      `commit refs/heads/main\ncommitter bench <bench@example.com> ${1760000000 + 60 * n} +0000\ndata 1\n.\n`,
    );
    if (n === 0) {
      await put("package.json", JSON.stringify({ name: "bench", flagstone: { scopes: { account: {} } } }));
      await put("flags/feature_0_on.yaml", flag);
    } else entries[(7919 * n) % entries.length] = `    - new-${n}\n`;
    await put("groups/ring.yaml", `${group}${entries.join("")}`);
  }
  importing.stdin.end();
  await once(importing, "close");
  git(path, "reset", "--quiet", "--hard", "main");
  git(path, "repack", "-a", "-d", "--quiet");
  return path;
}

const flag =
  "flag: feature_0_on\ndescription: Customers see feature number 0 in their menu.\nowner: growth\nscope: account\nexpires: 2031-12-31\ndefault: false\nenabled: { groups: [ring/canary] }\n";
const group =
  "groups: ring\ndescription: Who receives a deploy first.\nowner: growth\nscope: account\nmembers:\n  canary:\n";
