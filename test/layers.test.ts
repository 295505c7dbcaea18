import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript-5.9";
import { describe, expect, it } from "vitest";

/** The table of ARCHITECTURE.md: which files make up a layer, what it may import beside itself, and why no more. */
const layers = [
  {
    name: "cli",
    files: /^(cli|ask)\.ts$/,
    may: ["commands", "reporters", "host", "base"],
    why: "the edge: it reads words, and has others do the work",
  },
  {
    name: "host",
    files: /^host(\.ts|\/)/,
    may: ["base"],
    why: "the other edge: it brings what lies on the machine, and judges nothing",
  },
  {
    name: "commands",
    files: /^commands\//,
    may: ["plans", "pipelines", "stages", "emit", "edits", "foreign", "effect-reporters", "runtime", "base"],
    why: "each puts together what there is; the machine comes as the type Host, so that a test can be one",
  },
  {
    name: "plans",
    files: /^plans\//,
    may: ["pipelines", "stages", "edits", "base"],
    why: "what a command must find out before it can edit is asked of sides, and is more than arguments",
  },
  {
    name: "pipelines",
    files: /^((baseline|compile|examples|explain|gate|past|sides)\.ts$|log\/)/,
    may: ["stages", "rules", "policies", "emit", "runtime", "base"],
    why: "the order of the stages is read here, and nowhere else",
  },
  {
    name: "stages",
    files: /^(parse|validate|resolve|config|changes)(\.ts|\/)/,
    may: ["runtime", "base"],
    why: "a stage takes data and gives data, so it can be read and tested alone",
  },
  {
    name: "rules",
    files: /^rules\//,
    may: ["base"],
    why: "a rule sees the model, and can be taken away without a trace",
  },
  {
    name: "policies",
    files: /^policies\//,
    may: ["base"],
    why: "a policy sees a change, and can be taken away without a trace",
  },
  {
    name: "emit",
    files: /^emit\//,
    may: ["runtime", "base"],
    why: "what is written has the form that the runtime reads",
  },
  { name: "edits", files: /^edits\//, may: ["base"], why: "an edit is text made from a document" },
  {
    name: "foreign",
    files: /^foreign\//,
    may: ["edits", "base"],
    why: "other people's files are read as they are, by no rule of ours",
  },
  {
    name: "effect-reporters",
    files: /^effect-reporters\//,
    may: ["reporters", "base"],
    why: "what a change does is what several commands put out, in words that reports share",
  },
  {
    name: "reporters",
    files: /^reporters\//,
    may: ["base"],
    why: "a reporter is told everything, and only writes it down",
  },
  {
    name: "runtime",
    files: /^runtime\/(?!(normalize|suggest)\.ts$)/,
    may: ["base"],
    only: ["runtime/normalize.ts", "runtime/suggest.ts", "shapes/bundle.ts"],
    why: "it is bundled into generated/ and runs in services, where there is no compiler",
  },
  { name: "base", files: /^/, may: [], why: "types and leaf functions, which anyone may lean on" },
] as const satisfies readonly {
  name: string;
  files: RegExp;
  may: readonly string[];
  only?: readonly string[];
  why: string;
}[];

/** Sets, whose members know nothing of each other; parts that members share are not listed in the index. */
const sets = ["rules", "policies", "reporters", "effect-reporters", "commands"];

/** Who may import what is not ours, and why. A package that is not named here may not be imported. */
const owners = [
  { package: "commander", files: /^cli\.ts$/, why: "only the edge reads the command line" },
  {
    package: "yaml",
    files: /^(parse\/|document\.ts$|foreign\/yaml\.ts$)/,
    why: "everyone else sees plain data and offsets",
  },
  { package: "jsonc-parser", files: /^foreign\/json\.ts$/, why: "only other people's files are JSON that is edited" },
  { package: "ajv", files: /^validate\//, why: "only there are its errors turned into findings" },
  {
    package: "@noble/hashes/sha2.js",
    files: /^runtime\/digest\.ts$/,
    why: "the runtime works where node:crypto is not",
  },
  {
    package: "node:fs",
    files: /^(host(\.ts|\/)|runtime\/watch-file\.ts$)/,
    why: "files are the host's, and of watch.js",
  },
  { package: "runtime/flags.js", files: /^runtime\/watch\.ts$/, why: "the emitted module, beside which watch.js lies" },
  { package: "node:path", files: /^host(\.ts|\/)/, why: "elsewhere paths are texts with `/`" },
  { package: "node:os", files: /^host\/(journal|recover)\.ts$/, why: "a journal names the machine of its writer" },
  {
    package: "node:process",
    files: /^host\/(journal|recover)\.ts$/,
    why: "a journal names the process of its writer, so that nobody finishes what is still going on",
  },
  { package: "node:url", files: /^host\.ts$/, why: "only the host looks for its own package" },
  { package: "node:child_process", files: /^host\/run-git\.ts$/, why: "git is asked by the host" },
  { package: "node:readline/promises", files: /^ask\.ts$/, why: "questions are asked at the edge" },
  {
    package: "node:crypto",
    files: /^(seal\.ts|host\/(git-tree|step|write-all)\.ts|reporters\/fingerprint\.ts)$/,
    why: "a seal, a fingerprint, a file's state and git's names are digests; a temporary name is random",
  },
];

/** Words that say something about the machine, and who may use them. */
const words = [
  {
    word: /\bprocess\b/,
    files: /^(cli|runtime\/(watch-file|engine))\.ts$/,
    why: "arguments, streams and exit codes are the edge's; a service is warned, and has files, by its own process",
  },
  {
    word: /\bDate\.now\b|\bnew Date\(\)/,
    files: /^(host\.ts|runtime\/open\.ts)$/,
    why: "there is no clock but the host's, and a lookup's",
  },
  { word: /\bperformance\b/, files: /^cli\.ts$/, why: "how long the work takes is for whoever waits" },
  { word: /\bconsole\b/, files: /^$/, why: "findings are data until cli.ts" },
  { word: /\blocaleCompare\b|\bIntl\.Collator\b/, files: /^$/, why: "order is by code unit, in every locale" },
];

interface Import {
  readonly from: string;
  /** A file of scripts/, or a package. */
  readonly to: string;
  readonly isType: boolean;
}

const scripts = fileURLToPath(new URL("../scripts/", import.meta.url));
const files = readdirSync(scripts, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !path.startsWith("shapes/"))
  .sort();
const trees = new Map(files.map((path) => [path, parse(path)]));
const imports = [...trees].flatMap(([path, tree]) => importsOf(path, tree));

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(scripts, path), "utf8"), ts.ScriptTarget.ES2023, true);
}

/** Every import of a file: of values and types, of what is handed on, and of what is loaded later. */
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

function layerOf(path: string): (typeof layers)[number] {
  const layer = layers.find(({ files }) => files.test(path));
  if (layer === undefined) throw new Error(`${path} is in no layer`);
  return layer;
}

/** A stage is a file, or a folder of its name. */
function unitOf(path: string): string {
  return path.replace(/[/.].*$/, "");
}

function isOurs({ to }: Import): boolean {
  return trees.has(to) || to.startsWith("shapes/");
}

function tell({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** Texts of a file that are identifiers or property names, with a dot between those that one has. */
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

describe("layers", () => {
  it.each(layers.filter(({ name }) => name !== "base"))("$name: $why", (layer) => {
    const wrong = imports.filter((each) => {
      if (layerOf(each.from) !== layer || !isOurs(each)) return false;
      const target = layerOf(each.to);
      if (target === layer) return layer.name === "stages" && unitOf(each.from) !== unitOf(each.to);
      // The machine comes to a command as a type only.
      if (layer.name === "commands" && target.name === "host") return !(each.isType && each.to === "host.ts");
      if ("only" in layer) return !(layer.only as readonly string[]).includes(each.to);
      return !(layer.may as readonly string[]).includes(target.name);
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  it("base: types and leaf functions lean on nothing but each other", () => {
    const wrong = imports.filter(
      (each) => isOurs(each) && layerOf(each.from).name === "base" && layerOf(each.to).name !== "base",
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(sets)("%s: a member knows no neighbour", (set) => {
    const index = `${set}/index.ts`;
    const members = new Set(imports.filter(({ from, isType }) => from === index && !isType).map(({ to }) => to));
    const wrong = imports.filter(({ from, to }) => members.has(from) && (members.has(to) || to === index));
    expect(wrong.map(tell)).toEqual([]);
  });

  it("import each other in no circle, types included", () => {
    const state = new Map<string, "open" | "done">();
    const visit = (path: string, way: readonly string[]): string[] => {
      if (state.get(path) === "done") return [];
      if (state.get(path) === "open") return [[...way.slice(way.indexOf(path)), path].join(" → ")];
      state.set(path, "open");
      const circles = imports.filter(({ from }) => from === path).flatMap(({ to }) => visit(to, [...way, path]));
      state.set(path, "done");
      return circles;
    };
    expect(files.flatMap((path) => visit(path, []))).toEqual([]);
  });
});

describe("what is not ours", () => {
  it("is imported by its owner only", () => {
    const foreign = imports.filter((each) => !isOurs(each) && !each.to.endsWith(".json"));
    const wrong = foreign.filter(
      ({ from, to }) => !owners.some((owner) => owner.package === to && owner.files.test(from)),
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(owners)("$package is imported at all", ({ package: name }) => {
    expect(imports.some(({ to }) => to === name)).toBe(true);
  });

  it.each(words)("$word stands only where it may: $why", ({ word, files: allowed }) => {
    const users = [...trees].filter(([, tree]) => word.test(codeOf(tree))).map(([path]) => path);
    expect(users.filter((path) => !allowed.test(path))).toEqual([]);
  });
});
