/** The conditions under which servers import the module; `browser` comes after them, since it may also hold there. */
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

/** A module that has the customers, or leads to them: pages get an error instead. */
function served(name: string, conditions: readonly string[] = servers): object {
  return {
    types: types(name),
    ...Object.fromEntries(conditions.map((condition) => [condition, both(name)])),
    browser: both("browser"),
    ...both(name),
  };
}

/** What every instance offers to import, by the part of the name after that of the package, as package.json writes it. */
export const entryPoints: Readonly<Record<string, object>> = {
  "": served("flags"),
  "/client": typed("client"),
  "/names": typed("names"),
  "/testing": typed("testing"),
  "/watch": served("watch", ["deno", "bun", "node"]),
};

/** What else it offers, by the output of the config that writes it. */
export const entryPointsByOutput: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  lite: { "/lite": served("lite") },
  ofrep: { "/ofrep": served("ofrep") },
  openfeature: {
    "/openfeature/keys": { types: "./generated/openfeature/keys.d.ts" },
    "/openfeature/server": served("openfeature/server"),
    "/openfeature/web": typed("openfeature/web"),
  },
};
