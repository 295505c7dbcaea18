/** The conditions under which the module is imported for servers; `browser` comes after them, for it would also hold in some. */
const servers = ["workerd", "worker", "edge-light", "deno", "bun", "node"];

/** A file of `generated/` for `import` and for `require`. */
function both(name: string): Readonly<Record<string, string>> {
  return { require: `./generated/${name}.cjs`, default: `./generated/${name}.js` };
}

function types(name: string): Readonly<Record<string, string>> {
  return { require: `./generated/${name}.d.cts`, default: `./generated/${name}.d.ts` };
}

function typed(name: string): object {
  return { types: types(name), ...both(name) };
}

/** What an instance offers to import, by the part of the name after that of the package, as package.json writes it. */
export const entryPoints: Readonly<Record<"" | "/client" | "/names" | "/testing" | "/watch", object>> = {
  "": {
    types: types("flags"),
    ...Object.fromEntries(servers.map((condition) => [condition, both("flags")])),
    browser: both("browser"),
    ...both("flags"),
  },
  "/client": typed("client"),
  "/names": typed("names"),
  "/testing": typed("testing"),
  "/watch": {
    types: types("watch"),
    ...Object.fromEntries(["deno", "bun", "node"].map((condition) => [condition, both("watch")])),
    browser: both("browser"),
    ...both("watch"),
  },
};
