import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commands } from "../scripts/commands/index.ts";
import { readInput } from "./support/command-line.ts";
import { hostOf, makeInstance, readCase } from "./support/edit-case.ts";
import { withInstance } from "./support/examples.ts";
import { codesOf, judgeChange } from "./support/repository.ts";

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
  ["a-version-enters-the-first-stage", []],
  ["a-stage-takes-what-the-stage-before-has-held-for-its-soak", []],
  ["a-hot-fix-is-waived", []],
  ["a-stage-that-has-not-soaked-is-waived", []],
  ["one-stage-goes-back", []],
  ["all-stages-go-back", []],
  ["a-stage-goes-back-to-a-proven-version", []],
  ["all-go-back-and-what-they-leave-is-blocked", []],
  ["what-ended-is-pruned", []],
  ["a-merged-waiver-is-pruned", []],
  ["a-frozen-customer-whose-time-ended-moves-to-those-who-ended", []],
])("the gate lets a change pass on its own: %s", async (name, codes) => {
  const { words, stdin } = readCase(join(folder, name));
  const command = commands.find((each) => each.name === words[0]);
  if (command === undefined) throw new Error(`no command ${words[0]}`);
  const run = await command.load();
  withInstance((root) => {
    const commit = makeInstance(join(folder, name), root);
    commit();
    // One id that no file has, whatever else the case reads.
    const host = hostOf(root, stdin && "hooli\n", () => {});
    const { proposals = [] } = run(readInput(command, words.slice(1)), host);
    const writes = proposals.flatMap((proposal) => proposal.writes);
    expect(writes).not.toEqual([]);
    expect(host.writeAll(root, writes)).toBeUndefined();
    const { diagnostics, notes } = judgeChange(root, { newOnly: true });
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
    expect(codesOf(diagnostics).filter((code) => code.startsWith("gate/"))).toEqual(codes);
    const flipped = diagnostics.find(({ code }) => code === "gate/default-flipped");
    if (name.startsWith("a-default-is-flipped-and")) expect(flipped?.message).toContain("5 customers stay on `false`");
    expect(notes.filter((note) => note.startsWith("waived")).length).toBe(words.includes("--waive") ? 1 : 0);
  });
});
