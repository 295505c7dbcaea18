import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { installPrograms } from "../support/install-programs.ts";
import { makeService, programs, runNode } from "../support/programs.ts";
import { repository } from "../support/shipped-instance.ts";

beforeAll(installPrograms, 600_000);

const imports = `import { describe, flags, lookup, type Lookup, subscribe, UnknownNameError } from "@acme/flags";
import { readSnapshot } from "@acme/flags/client";
import { privileges } from "@acme/flags/names";
import { resetFlags, setFlags, withFlags } from "@acme/flags/testing";
import { watch } from "@acme/flags/watch";
`;
const right = `${imports}
const acme: Lookup<"account" | "organization"> = lookup({ account: "a", organization: "o" });
export const on: boolean = withFlags({ public_teams: true }, () => acme.isEnabled(flags.public_teams));
export const held: boolean = acme.hasPrivilege(privileges.audit_log, ["audit_log"]);
export const layout: "one_page" | "two_page" = readSnapshot(acme.snapshot()).variant("checkout_layout");
export const kind: "flag" | "release" | "privilege" | "groups" | undefined = describe().names["x"]?.kind;
export const stop: () => void = subscribe(({ changed }) => changed.join());
setFlags({ web_widget: "1" }); resetFlags(); watch("flags.json").close();
export const error: Error = new UnknownNameError();
`;
const wrong = `import { lookup } from "@acme/flags"; import { withFlags } from "@acme/flags/testing";
lookup({ account: "a" }).isEnabled("public_teams");
lookup({ organisation: "a" });
withFlags({ checkout_layout: "three_page" }, () => 0);
`;

/** The path of each compiler, lowest version first. */
const compilers = [
  ["TypeScript 5.0", join(programs, "typescript-5.0/bin/tsc")],
  ["TypeScript 5.4", join(programs, "typescript-5.4/bin/tsc")],
  ["TypeScript 5.9", join(programs, "typescript/bin/tsc")],
  ["TypeScript 7", join(repository, "node_modules/typescript/bin/tsc")],
] as const;

const ways: readonly (readonly [name: string, ending: string, flags: string])[] = [
  ["node16 to ES modules", "mts", "--module node16"],
  ["node16 to CommonJS", "cts", "--module node16"],
  ["nodenext to CommonJS", "cts", "--module nodenext"],
  ["bundler", "ts", "--module esnext --moduleResolution bundler"],
];

describe.each(compilers)("%s, which also checks the types themselves,", (_, compiler) => {
  it.each(ways)("accepts correct uses and rejects misuse: %s", async (_way, ending, flags) => {
    const folder = makeService({ [`right.${ending}`]: right, [`wrong.${ending}`]: wrong });
    try {
      const words = `--noEmit --strict --skipLibCheck false --target es2022 --lib es2022 --pretty false ${flags}`;
      const { text } = await runNode(folder, compiler, ...words.split(" "), `right.${ending}`, `wrong.${ending}`);
      const places = [...text.matchAll(/^([^(\n]+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`);
      expect([...new Set(places)], text).toEqual([2, 3, 4].map((line) => `wrong.${ending}:${line}`));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
