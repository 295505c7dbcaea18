import { dirname, posix } from "node:path";
import ts from "typescript-5.9";
import { describe, expect, it } from "vitest";
import { syntaxTrees } from "./support/syntax-trees.ts";

/** A room is a folder of scripts/. Each may import the rooms that it names, all below it in this table; `why` gives the reason. */
const rooms: Readonly<Record<string, { readonly may: readonly string[]; readonly why: string }>> = {
  cli: {
    may: ["commands", "edit", "report", "host", "model", "runtime"],
    why: "the edge: it reads arguments and streams, and leaves the work to others",
  },
  commands: {
    may: ["edit", "gate", "report", "history", "effect", "compile", "emit", "host", "model", "runtime"],
    why: "each combines the rooms below; it sees the machine as the type Host, so that a test can provide one",
  },
  edit: {
    may: ["gate", "history", "effect", "compile", "model", "runtime"],
    why: "an edit is text made from documents; its context lists what it may ask of the machine",
  },
  gate: {
    may: ["history", "effect", "compile", "model", "runtime"],
    why: "whether a change may be merged depends on its effect and on git's history",
  },
  report: {
    may: ["history", "effect", "model", "runtime"],
    why: "a report is given its data, and only formats it",
  },
  history: {
    may: ["effect", "compile", "model", "runtime"],
    why: "what a commit did is the effect between two compiled trees",
  },
  effect: {
    may: ["emit", "model", "runtime"],
    why: "the module that would ship answers what customers get",
  },
  compile: {
    may: ["emit", "model", "runtime"],
    why: "the order of the phases is here; the module that would ship answers the examples",
  },
  emit: { may: ["model", "runtime"], why: "it writes the formats that the runtime reads" },
  host: { may: ["model"], why: "the other edge: it reads and writes the machine, and judges nothing" },
  model: { may: ["runtime"], why: "the nouns; what makes two ids the same is defined once, in the runtime" },
  runtime: { may: [], why: "it is bundled into generated/ and runs in services, without the compiler" },
};

/** Imports between rooms that are limited to some files. */
const narrowed = [
  {
    from: "commands",
    to: "host",
    only: ["host/host.ts"],
    isType: true,
    why: "a command sees the machine as a type",
  },
  {
    from: "model",
    to: "runtime",
    only: [
      "runtime/tables/bucket.ts",
      "runtime/declare/suggest.ts",
      "runtime/load/value-shape.ts",
      "runtime/tables/date.ts",
      "runtime/tables/normalize.ts",
      "runtime/tables/version.ts",
    ],
    why: "there is one definition of equal ids, similar names, dates, and the order of versions",
  },
  {
    from: "report",
    to: "runtime",
    only: [
      "runtime/bin/without-customers.ts",
      "runtime/index.ts",
      "runtime/shapes/bundle.ts",
      "runtime/tables/hash.ts",
      "runtime/tables/normalize.ts",
    ],
    why: "a catalog looks customers up in a browser, using the module itself",
  },
  { from: "effect", to: "emit", only: ["emit/bundle.ts"], why: "it runs what would ship, and writes nothing" },
  { from: "compile", to: "emit", only: ["emit/bundle.ts"], why: "it runs what would ship, and writes nothing" },
] as const satisfies readonly {
  from: string;
  to: string;
  only: readonly string[];
  isType?: boolean;
  why: string;
}[];

/** Groups of folders that must not import each other. */
const strangers = [
  {
    folders: ["compile/1-parse", "compile/2-validate", "compile/3-resolve", "compile/4-rules"],
    why: "a phase takes data and returns data, so it can be read and tested alone",
  },
  {
    folders: [
      ...["report/catalog", "report/effects", "report/findings", "report/forecast", "report/list", "report/log"],
      ...["report/stages", "report/statement", "report/who"],
    ],
    why: "reports are independent; what several share is in the folder above them, or in pages/",
  },
  { folders: ["runtime/bin", "runtime/decide"], why: "an answer does not depend on how data is stored in a file" },
];

/** Sets whose members must not import each other. Files that members share are not listed in the index. */
const sets = ["compile/4-rules", "gate/policies", "report/findings", "report/effects", "commands"];

/** The files that may import each package, and why. A package that is not listed may not be imported. */
const owners = [
  { package: "commander", files: /^cli\/read-arguments\.ts$/, why: "only the edge reads the command line" },
  {
    package: "yaml",
    files: /^(compile\/1-parse\/|model\/document\.ts$|edit\/bulk\/find-in-yaml\.ts$|edit\/init\/(hooks|workflow)\.ts$)/,
    why: "everyone else sees plain data and offsets",
  },
  {
    package: "jsonc-parser",
    files: /^edit\/(bulk\/find-in-json|init\/json-text)\.ts$/,
    why: "the only JSON that is edited is other people's files",
  },
  {
    package: "re2js",
    files: /^compile\/linear-pattern\.ts$/,
    why: "any pattern of a config is matched in bounded time",
  },
  { package: "fast-glob", files: /^host\/find-files\.ts$/, why: "file patterns are matched on disk" },
  {
    package: "ajv",
    files: /^compile\/(2-validate\/|4-rules\/schema-judge\.ts$)/,
    why: "its errors are turned into findings only there",
  },
  {
    package: "node:module",
    files: /^compile\/(1-parse\/yaml|4-rules\/schema-judge|linear-pattern)\.ts$/,
    why: "what few instances need is loaded on demand, since loading takes longer than a small check",
  },
  {
    package: "@noble/hashes/sha2.js",
    files: /^runtime\/bin\/digest\.ts$/,
    why: "the runtime works without node:crypto",
  },
  {
    package: "node:fs",
    files: /^(host\/|runtime\/watch-file\.ts$)/,
    why: "only the host and watch.js read files",
  },
  {
    package: "node:v8",
    files: /^host\/collect-garbage\.ts$/,
    why: "the engine is asked for memory once",
  },
  {
    package: "node:vm",
    files: /^host\/collect-garbage\.ts$/,
    why: "the engine has the function for that only in other contexts",
  },
  {
    package: "runtime/flags.js",
    files: /^runtime\/(watch\.ts$|doors\/)/,
    why: "the emitted module, which these files are next to",
  },
  {
    package: "runtime/emitted-client.js",
    files: /^runtime\/doors\/openfeature\/read-answers\.ts$/,
    why: "pages use the emitted client instead of the module",
  },
  ...["server", "web"].map((side) => ({
    package: `@openfeature/${side}-sdk`,
    files: new RegExp(`^runtime/doors/openfeature/${side}\\.ts$`),
    why: "only users of a provider need its SDK, and they have it",
  })),
  {
    package: "node:buffer",
    files: /^host\/git-objects\.ts$/,
    why: "most texts of git are ASCII, which needs no decoder",
  },
  { package: "node:http", files: /^host\/serve-http\.ts$/, why: "only the host opens a port" },
  { package: "node:net", files: /^host\/serve-http\.ts$/, why: "the address of that port" },
  { package: "node:path", files: /^host\//, why: "elsewhere paths are strings with `/`" },
  { package: "node:os", files: /^host\/writing-process\.ts$/, why: "a journal names the machine of its writer" },
  {
    package: "node:process",
    files: /^host\/(writing-process|run-git)\.ts$/,
    why: "a journal names the process of its writer, so that no other finishes its work; git gets a clean environment",
  },
  { package: "node:url", files: /^host\/host\.ts$/, why: "only the host looks for the files of its own package" },
  { package: "node:child_process", files: /^host\/run-git\.ts$/, why: "only the host runs git" },
  {
    package: "preact",
    files: /^report\/catalog\//,
    why: "only a catalog has pages; they and their script share their components",
  },
  {
    package: "preact-render-to-string",
    files: /^report\/catalog\/parts\/render-page\.ts$/,
    why: "a page is rendered in one place",
  },
  { package: "node:readline/promises", files: /^cli\/confirm\.ts$/, why: "only the edge asks questions" },
  {
    package: "node:crypto",
    files: /^(model\/seal\.ts|host\/(git-tree|file-swap|write-all)\.ts|report\/findings\/fingerprint\.ts)$/,
    why: "seals, fingerprints, file states and git object names are digests; temporary names are random",
  },
];

/** Globals that depend on the machine, and the files that may use them. */
const words = [
  {
    word: /\bprocess\b/,
    files: /^(cli\/(load-part|main|start)|runtime\/(watch-file|bin\/platform))\.ts$/,
    why: "arguments, streams and exit codes belong to the edge; in a service, warnings and files go through its process",
  },
  {
    word: /\bDate\.now\b|\bnew Date\(\)/,
    files: /^(host\/clock|runtime\/api\/core|report\/catalog\/browser\/(follow-soak|look-up))\.tsx?$/,
    why: "the only clocks are those of the host, of a lookup, and of a page in a browser",
  },
  { word: /\bperformance\b/, files: /^cli\/main\.ts$/, why: "only the edge measures time" },
  { word: /\bconsole\b/, files: /^$/, why: "findings are data until cli/main.ts" },
  { word: /\blocaleCompare\b|\bIntl\.Collator\b/, files: /^$/, why: "sorting is by code unit, in every locale" },
];

interface Import {
  readonly from: string;
  /** A file in scripts/, or a package. */
  readonly to: string;
  readonly isType: boolean;
}

const trees = syntaxTrees("scripts/");
const files = [...trees.keys()];
const imports = [...trees].flatMap(([path, tree]) => importsOf(path, tree));

/** Every import of a file: values, types, re-exports and dynamic imports. */
function importsOf(from: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const { text } = specifier;
    found.push({ from, to: text.startsWith(".") ? posix.join(dirname(from), text) : text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The ways that lead from a file, or a folder, back to it. */
function circlesIn(all: readonly Import[]): readonly string[] {
  const state = new Map<string, "open" | "done">();
  const visit = (path: string, way: readonly string[]): string[] => {
    if (state.get(path) === "done") return [];
    if (state.get(path) === "open") return [[...way.slice(way.indexOf(path)), path].join(" → ")];
    state.set(path, "open");
    const circles = all.filter(({ from }) => from === path).flatMap(({ to }) => visit(to, [...way, path]));
    state.set(path, "done");
    return circles;
  };
  return [...new Set(all.map(({ from }) => from))].flatMap((path) => visit(path, []));
}

function roomOf(path: string): string {
  return path.replace(/\/.*/, "");
}

function isOurs({ to }: Import): boolean {
  return trees.has(to) || to.includes("shapes/");
}

function tell({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** The identifiers of each file, from `codeOf`. */
const code = new Map([...trees].map(([path, tree]) => [path, codeOf(tree)]));

/** The identifiers, property accesses and `new` expressions of a file, one per line. */
function codeOf(tree: ts.SourceFile): string {
  const parts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) parts.push(node.getText().replace(/\s+/g, ""));
    else if (ts.isNewExpression(node)) parts.push(node.getText());
    else if (ts.isIdentifier(node)) parts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return parts.join("\n");
}

describe("rooms", () => {
  it("are all the folders of scripts/", () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(rooms).sort());
  });

  it("are listed in import order: nothing imports upwards, types included", () => {
    const order = Object.keys(rooms);
    const upwards = Object.entries(rooms).flatMap(([name, { may }]) =>
      may.filter((other) => order.indexOf(other) <= order.indexOf(name)).map((other) => `${name} → ${other}`),
    );
    expect(upwards).toEqual([]);
  });

  it.each(Object.entries(rooms))("%s imports only what it may", (name, { may }) => {
    const wrong = imports.filter((each) => {
      const target = roomOf(each.to);
      if (roomOf(each.from) !== name || !isOurs(each) || target === name) return false;
      const narrow = narrowed.find(({ from, to }) => from === name && to === target);
      if (narrow === undefined) return !may.includes(target);
      return !(narrow.only as readonly string[]).includes(each.to) || ("isType" in narrow && !each.isType);
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(strangers)("$folders: $why", ({ folders }) => {
    const homeOf = (path: string) => folders.find((folder) => path.startsWith(`${folder}/`));
    const wrong = imports.filter(({ from, to }) => {
      const [home, target] = [homeOf(from), homeOf(to)];
      return home !== undefined && target !== undefined && home !== target;
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(sets)("%s: no member imports another", (set) => {
    const index = `${set}/index.ts`;
    const members = new Set(imports.filter(({ from, isType }) => from === index && !isType).map(({ to }) => to));
    const wrong = imports.filter(({ from, to }) => members.has(from) && (members.has(to) || to === index));
    expect(wrong.map(tell)).toEqual([]);
  });

  it("have no import cycles, types included", () => {
    expect(circlesIn(imports)).toEqual([]);
  });

  it("have no cycles between their folders", () => {
    const folderOf = (path: string): string => path.replace(/\/[^/]*$/, "");
    // The files of a room itself are its entry, or what all of its folders share.
    const isInner = (path: string): boolean => /^[^/]+\/.+\//.test(path) && folderOf(path) !== "report/catalog";
    const between = imports
      .filter((each) => isInner(each.from) && isInner(each.to))
      .map((each) => ({ ...each, from: folderOf(each.from), to: folderOf(each.to) }))
      .filter(({ from, to }) => from !== to);
    expect(circlesIn(between)).toEqual([]);
  });
});

it("the did-you-mean question is in one place", () => {
  const askers = [...trees].filter(([, tree]) => /[`"]did you mean|; did you mean/.test(tree.getFullText()));
  const own = askers.map(([path]) => path).filter((path) => !path.startsWith("runtime/"));
  expect(own).toEqual(["model/did-you-mean.ts"]);
});

it("nothing imports a door, which is bundled separately and uses the emitted module", () => {
  const isDoor = (path: string): boolean => path.startsWith("runtime/doors/");
  expect(imports.filter(({ from, to }) => isDoor(to) && !isDoor(from)).map(tell)).toEqual([]);
  const decides = /^runtime\/(decide|load|tables\/(?!date\.)|api\/(?!.*(describe|details|forced-answers)))/;
  expect(imports.filter(({ from, to, isType }) => isDoor(from) && !isType && decides.test(to)).map(tell)).toEqual([]);
});

describe("packages", () => {
  it("are imported by their owners only", () => {
    const foreign = imports.filter((each) => !isOurs(each) && !each.to.endsWith(".json"));
    const wrong = foreign.filter(
      ({ from, to }) => !owners.some((owner) => owner.package === to && owner.files.test(from)),
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(owners)("$package is used", ({ package: name }) => {
    expect(imports.some(({ to }) => to === name)).toBe(true);
  });

  it.each(words)("$word occurs only in its files: $why", ({ word, files: allowed }) => {
    const users = [...code].filter(([, text]) => word.test(text)).map(([path]) => path);
    expect(users.filter((path) => !allowed.test(path))).toEqual([]);
  });
});
