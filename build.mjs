// Prepares what the sources lean on: types and validators from schema/, then dist/, the command and the runtime as they ship.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { _, Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build, transform } from "esbuild";
import { compile } from "json-schema-to-typescript";

const root = fileURLToPath(new URL(".", import.meta.url));
const validatorsFolder = "scripts/compile/2-validate/shapes";
const kinds = ["flag", "release", "privilege", "groups", "attribute", "identities", "retired", "waiver", "config"];

mkdirSync(join(root, validatorsFolder), { recursive: true });
write("scripts/model/shapes/documents.ts", await typesOf("AnyDocument", kinds));
write("scripts/runtime/shapes/bundle.ts", await typesOf("Bundle", ["bundle"]));
write("scripts/model/shapes/keys.ts", keyOrders());
write(`${validatorsFolder}/validators.js`, await validators());
write(`${validatorsFolder}/validators.d.ts`, validatorTypes());
if (!process.argv.includes("--shapes")) await bundle();

/** TypeScript types of the shapes that the named schemas describe; of several also their union. */
function typesOf(title, names) {
  const references = names.map((name) => ({ $ref: `${name}.schema.json` }));
  return compile(references.length === 1 ? references[0] : { title, anyOf: references }, title, {
    cwd: join(root, "schema/"),
    bannerComment: "// Made by build.mjs from schema/; change it there.",
    ignoreMinAndMaxItems: true,
    $refOptions: {
      resolve: { file: { read: (file) => JSON.stringify(forTypes(readSchema(`schema/${basename(file.url)}`))) } },
    },
  });
}

/**
 * A schema without what types cannot say and would repeat: which of two keys must stand (`oneOf` of `required`), or when,
 * and the description next to a reference to an object, which would make a second type of it.
 */
function forTypes(schema) {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key === "patternProperties") return undefined;
    if (key === "oneOf" && value.every((branch) => "required" in branch)) return undefined;
    if (value?.if !== undefined) return { anyOf: [value.then, value.else] };
    if (value?.$ref?.endsWith("/settings")) return { $ref: value.$ref };
    return value;
  });
}

/** One validating function for each kind of document, as code that needs no compiler when it starts. */
async function validators() {
  const { formats } = await importSource("scripts/model/formats.ts");
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictRequired: false, // a branch of `oneOf` may require what stands beside it
    allowUnionTypes: true,
    verbose: false,
    formats,
    schemas: readdirSync(join(root, "schema")).map((file) => readSchema(`schema/${file}`)),
    code: { source: true, esm: true, formats: _`formats` },
  });
  const code = standalone.default(ajv, Object.fromEntries(kinds.map((kind) => [kind, `${kind}.schema.json`])));
  // Bundling takes in the few lines that the code wants of ajv, and leaves out what of the schemas it does not look at.
  const { outputFiles } = await build({
    stdin: {
      contents: `import { formats } from "../../../model/formats.ts"; ${code}; export const validators = { ${kinds.join(", ")} };`,
      resolveDir: join(root, validatorsFolder),
    },
    bundle: true,
    external: ["../../../model/formats.ts"],
    format: "esm",
    banner: { js: "// Made by build.mjs from schema/; change it there." },
    write: false,
  });
  return outputFiles[0].text;
}

/** The keys of each kind of document in the order in which its schema tells them, which is that of new keys. */
function keyOrders() {
  const keys = kinds.map((kind) => [kind, Object.keys(readSchema(`schema/${kind}.schema.json`).properties)]);
  const json = JSON.stringify(Object.fromEntries(keys), null, 2);
  return `// Made by build.mjs from schema/; change it there.\nexport const keyOrders = ${json} as const;\n`;
}

function validatorTypes() {
  return `import type { ErrorObject } from "ajv";

/** Tells whether data has the shape of its kind; where not, \`errors\` says why. */
export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const validators: { readonly [Kind in ${kinds.map((kind) => `"${kind}"`).join(" | ")}]: Validator };
`;
}

/** A schema as the compiler takes it, to which a whole number is a text: only for editors is `123` a number in YAML. */
function readSchema(path) {
  const isText = (type) => Array.isArray(type) && type.includes("string") && type.includes("integer");
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"), (key, value) => {
    if (key !== "type" || !isText(value)) return value;
    const types = value.filter((type) => type !== "integer");
    return types.length === 1 ? types[0] : types;
  });
}

/** Leaves a file alone that has its text already, and lets nobody read half of one. */
function write(path, text, mode = 0o644) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(`${file}.${process.pid}.tmp`, text, { mode });
  renameSync(`${file}.${process.pid}.tmp`, file);
}

async function importSource(path) {
  const { outputFiles } = await build({ entryPoints: [join(root, path)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** dist/: the command, in parts that are loaded when they are needed, and the runtime as one readable script. */
async function bundle() {
  const shared = { absWorkingDir: root, bundle: true, write: false, charset: "ascii", logLevel: "warning" };
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const parts = await partsOfCommand(shared);
  const outputs = await Promise.all([
    { outputFiles: parts },
    build({
      ...shared,
      entryPoints: [{ in: "scripts/cli/start.ts", out: "cli" }],
      outdir: "dist",
      format: "esm",
      platform: "node",
      // Whatever Node.js there is must be able to read it, to be told that it is too old.
      target: "es2015",
      supported: { "dynamic-import": true, "import-meta": true },
      define: {
        LOWEST_NODE: JSON.stringify(engines.node.replace(/^\D+/, "")),
        MAIN: JSON.stringify(parts.map(({ path }) => basename(path)).find((name) => name.startsWith("main-"))),
        BUILD: JSON.stringify(digestOf(parts)),
      },
    }),
    script(shared, "index", { outfile: "dist/runtime.js", target: "es2022" }),
    liteScript(shared, "lite", ["lite/unconditional", "lite"]),
    liteScript(shared, "lite-conditional", ["lite"]),
    script(shared, "client", { outfile: "dist/client.js", target: "es2020", globalName: "flagstoneClient" }),
    // What the pages of a catalog look like, and what they can do.
    build({
      ...shared,
      entryPoints: [{ in: "scripts/report/catalog/browser/main.ts", out: "catalog" }],
      outdir: "dist",
      format: "iife",
      target: "es2020",
      minify: true,
    }),
    build({
      ...shared,
      entryPoints: [{ in: "scripts/report/catalog/catalog.css", out: "catalog" }],
      outdir: "dist",
      minify: true,
    }),
    ...["watch", "doors/testing", "doors/ofrep", "doors/openfeature/server", "doors/openfeature/web"].flatMap(
      (name) => [door(shared, name, "esm", "js"), door(shared, name, "cjs", "cjs")],
    ),
    // Loaded by the command where an instance has schemas of values, patterns of ids that are not simple, or unusual YAML.
    build({
      ...shared,
      entryPoints: ["ajv", "re2js", "yaml"].map((name) => ({ in: name, out: name })),
      outdir: "dist",
      format: "cjs",
      outExtension: { ".js": ".cjs" },
      platform: "node",
      target: "node20",
      minify: true,
    }),
  ]);
  const files = outputs.flatMap(({ outputFiles }) => outputFiles);
  mkdirSync(join(root, "dist"), { recursive: true });
  for (const { path, text } of files)
    write(relative(root, path), withoutPlaces(text), path.endsWith("cli.js") ? 0o755 : 0o644);
  const names = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(join(root, "dist")))
    if (!names.has(name) && !name.endsWith(".tmp")) rmSync(join(root, "dist", name), { force: true });
}

/** A module of the runtime as a readable script. */
async function script(shared, name, { globalName = "flagstone", ...options }) {
  const { outputFiles } = await build({
    ...shared,
    ...options,
    entryPoints: [`scripts/runtime/${name}.ts`],
    format: "esm",
  });
  const [{ path, text }] = outputFiles;
  return { outputFiles: [{ path, text: asObject(text, globalName) }] };
}

/** What a module exports as one object, which takes fewer bytes and less time than esbuild's own. */
function asObject(module, globalName) {
  const body = module.replace(/export ?\{([^}]*)\};?\s*$/, (_, names) => {
    const properties = names.replace(/(\w+) as (\w+)/g, "$2: $1");
    return `return {${properties}};\n`;
  });
  return `var ${globalName} = (() => {\n${body}})();\n`;
}

/**
 * The runtime of lite.js, as short as possible: a file in one of these folders replaces that of the same path in runtime/.
 * Calls of what is empty there disappear in one round, and what only they led to in another.
 */
async function liteScript(shared, name, folders) {
  const runtime = join(root, "scripts/runtime");
  const setup = ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = relative(runtime, join(resolveDir, path));
      const own = folders.map((folder) => join(runtime, folder, file)).find((place) => existsSync(place));
      return own === undefined ? undefined : { path: own };
    });
  const options = { ...shared, format: "esm", target: "es2022", logLevel: "error" };
  const textOf = async (more) => (await build({ ...options, ...more })).outputFiles[0].text;
  let text = await textOf({
    entryPoints: ["scripts/runtime/lite.ts"],
    plugins: [{ name: "lite files", setup }],
    minifySyntax: true,
  });
  for (let before = ""; text !== before; ) {
    before = text;
    text = await textOf({ stdin: { contents: text }, minifySyntax: true });
  }
  const minified = await textOf({ stdin: { contents: text }, minify: true });
  return { outputFiles: [{ path: join(root, "dist", `${name}.js`), text: asObject(minified, "flagstone") }] };
}

/** Names what the parts contain: the engine, when it is given compiled code, only sees how long its source was. */
function digestOf(parts) {
  const texts = parts.map(({ path, text }) => `${basename(path)}\n${text}`);
  return createHash("sha256").update(texts.sort().join("\n")).digest("hex").slice(0, 16);
}

/** The command as CommonJS, in files whose names change with their sources. */
async function partsOfCommand(shared) {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [{ in: "scripts/cli/main.ts", out: "main" }],
    outdir: "dist",
    entryNames: "[name]-[hash]",
    outExtension: { ".js": ".cjs" },
    format: "esm",
    plugins: [
      { name: "few files", setup: fewFiles },
      { name: "no programs", setup: noPrograms },
    ],
    splitting: true,
    platform: "node",
    // Packages that are written twice can be put into one file only as modules.
    mainFields: ["module", "main"],
    alias: { yaml: "#yaml" },
    external: ["#yaml"],
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
  });
  const names = new Set(outputFiles.map(({ path }) => `./${basename(path)}`));
  return Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const loaded = text
        .replace(/\bimport\("([^"]*)"\)/g, (found, name) =>
          names.has(name) ? `Promise.resolve().then(()=>require("${name}"))` : found,
        )
        // Only what Node.js itself has loaded can import modules of others.
        .replace(/\bimport\((?=pathToFileURL)/g, "importModule(");
      const form = { format: "cjs", target: "node20", minifySyntax: true, minifyWhitespace: true, charset: "ascii" };
      const { code } = await transform(loaded, { ...form, define: { "import.meta.url": "importMetaUrl" } });
      return { path, text: code };
    }),
  );
}

/**
 * Commands are loaded in few parts, since a file takes half a millisecond to load, and esbuild makes one of whatever some
 * parts share and others do not: a small check would read 36.
 */
function fewFiles({ onResolve, onLoad }) {
  const scripts = join(root, "scripts");
  const compiler = ["host/host.ts", "report/findings/index.ts", "compile/compile.ts"];
  const commands = readdirSync(join(scripts, "commands")).map((name) => `commands/${name}`);
  const edits = commands.filter((file) => readFileSync(join(scripts, file), "utf8").includes('/run-edit.ts"'));
  const named = (...names) => names.map((name) => `commands/${name}.ts`);
  const parts = {
    compiler,
    edits,
    shows: named("diff", "explain", "forecast", "list", "log", "stages", "statement", "who"),
    others: named("bulk", "code", "codeowners", "init", "serve"),
  };
  onResolve({ filter: /\.ts$/ }, ({ path, kind, resolveDir }) => {
    if (kind !== "dynamic-import") return undefined;
    const file = relative(scripts, join(resolveDir, path)).replaceAll("\\", "/");
    if (file.startsWith("cli/")) return undefined;
    const part = Object.keys(parts).find((name) => parts[name].includes(file)) ?? file;
    return { path: part, namespace: "part" };
  });
  onLoad({ filter: /./, namespace: "part" }, ({ path: part }) => ({
    contents: [
      ...(parts[part] ?? [part]).map((file) => `export * from "./${file}";`),
      ...compiler.map((file) => `import "./${file}";`),
    ].join("\n"),
    resolveDir: scripts,
  }));
}

/** What reads the arguments could start a program for a command. There is none, and the module that starts it takes long to load. */
function noPrograms({ onResolve, onLoad }) {
  onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
    importer.includes("commander") ? { path: "programs", namespace: "none" } : undefined,
  );
  onLoad({ filter: /./, namespace: "none" }, () => ({ contents: "" }));
}

/** A module of an instance that is the same in each, and asks the flags.js or flags.cjs, or client.js, of its build. */
function door(shared, name, format, ending) {
  const path = name.replace("doors/", "");
  const up = path.includes("/") ? "../" : "./";
  const external = (file) => ({ path: `${up}${file}.${ending}`, external: true });
  const setup = ({ onResolve }) => {
    onResolve({ filter: /\/flags\.js$/ }, () => external("flags"));
    onResolve({ filter: /\/emitted-client\.js$/ }, () => external("client"));
  };
  return build({
    ...shared,
    entryPoints: [`scripts/runtime/${name}.ts`],
    outfile: `dist/${path.replace("/", "-")}.${ending}`,
    format,
    external: ["@openfeature/*"],
    plugins: [{ name: "modules of the build", setup }],
    // a page may get it as it is, too
    platform: name.endsWith("/web") ? "neutral" : "node",
    target: name.endsWith("/web") ? "es2022" : "node20",
  });
}

/** Without the comments that name where a bundled file lies: the output stays the same when a file moves. */
function withoutPlaces(text) {
  return text.replace(/^ *\/\/ (?:\S*node_modules|scripts)\/\S+\n/gm, "");
}
