// `npm run package`: the compiler as it is published, in a folder of its own: this repository is an instance too, and its
// package.json exports what only an instance has.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? join(root, "package");
const contents = ["dist", "docs", "schema"];
const beside = ["CHANGELOG.md", "LICENSE", "README.md"];
const kept = [
  ...["name", "version", "description", "keywords", "license", "author"],
  ...["repository", "homepage", "bugs", "funding", "type", "bin", "imports", "engines"],
];

const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const published = {
  ...Object.fromEntries(kept.filter((key) => key in own).map((key) => [key, own[key]])),
  exports: { "./schema/*": "./schema/*", "./package.json": "./package.json" },
  files: contents,
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "package.json"), `${JSON.stringify(published, undefined, 2)}\n`);
for (const path of [...contents, ...beside]) cpSync(join(root, path), join(folder, path), { recursive: true });
