import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commands } from "../scripts/commands/index.ts";
import { createHost } from "../scripts/host.ts";
import { readInput } from "./support/command-line.ts";
import { completeInstance, usualDay, withInstance } from "./support/examples.ts";
import { codesOf, copyInto, filesIn, judgeChange, makeRepository, usualDate } from "./support/repository.ts";

const folder = fileURLToPath(new URL("cases/edit/", import.meta.url));

/** Warnings that are meant for such a change; nothing is an error. */
test.each([
  ["a-flag-becomes-a-frozen-privilege", []],
  ["a-privilege-that-is-there-gets-the-frozen-list", []],
  ["a-flag-of-several-scopes-is-frozen-by-one", []],
  ["a-flag-that-everyone-has-is-retired", []],
  ["a-flag-that-only-some-have-is-retired-with-an-answer", []],
  ["a-release-is-retired", []],
  ["a-default-is-flipped-and-everyone-who-is-there-stays", ["gate/default-flipped", "gate/wide-effect"]],
  ["a-default-is-flipped-beside-another-environment", ["gate/default-flipped", "gate/wide-effect"]],
  ["new-customers-get-another-default", []],
])("the gate lets a change pass on its own: %s", async (name, codes) => {
  const line = readFileSync(join(folder, name, "command.txt"), "utf8").trim();
  const [word = "", ...words] = line.split(" ");
  const command = commands.find((each) => each.name === word);
  if (command === undefined) throw new Error(`no command ${word}`);
  const run = await command.load();
  withInstance((root) => {
    copyInto(join(folder, name, "before"), root);
    completeInstance(root);
    makeRepository(root, [{ files: filesIn(root).filter(({ path }) => !path.startsWith(".git/")), date: usualDate }]);
    const host = { ...createHost(root), today: () => usualDay.asOf, readInput: () => "hooli\n" };
    const { proposals = [] } = run(readInput(command, words), host);
    const writes = proposals.flatMap((proposal) => proposal.writes);
    expect(writes).not.toEqual([]);
    expect(host.writeAll(root, writes)).toBeUndefined();
    const { diagnostics } = judgeChange(root, { newOnly: true });
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
    expect(codesOf(diagnostics).filter((code) => code.startsWith("gate/"))).toEqual(codes);
    const flipped = diagnostics.find(({ code }) => code === "gate/default-flipped");
    if (name.startsWith("a-default-is-flipped-and")) expect(flipped?.message).toContain("5 customers stay on `false`");
  });
});
