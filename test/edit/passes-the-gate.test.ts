import { join } from "node:path";
import { expect, test } from "vitest";
import { readTree } from "../../scripts/host/read-tree.ts";
import { folderOf } from "../support/case-folders.ts";
import { hostOf, makeInstance, readCase } from "../support/edit-case.ts";
import { codesOf } from "../support/findings.ts";
import { withInstance } from "../support/instance-folder.ts";
import { judgeChange } from "../support/judge.ts";
import { readCall } from "../support/read-call.ts";

const folder = folderOf("edit");

/** Cases with the gate warnings that each should raise; none may raise an error. */
test.each([
  ["freeze/a-flag-becomes-a-frozen-privilege", []],
  ["freeze/an-existing-privilege-gets-the-frozen-list", []],
  ["freeze/a-flag-of-several-scopes-is-frozen-by-one", []],
  ["retire/a-flag-that-everyone-has-is-retired", []],
  ["retire/a-flag-that-only-some-have-is-retired-with-an-answer", []],
  ["retire/a-release-is-retired", []],
  ["flip/a-default-is-flipped-and-existing-customers-keep-theirs", ["gate/default-flipped", "gate/wide-effect"]],
  ["flip/a-default-is-flipped-in-the-first-of-two-environments", ["gate/default-flipped", "gate/wide-effect"]],
  ["flip/new-customers-get-another-default", []],
  ["promote/a-version-enters-the-first-stage", []],
  ["promote/a-stage-takes-what-the-stage-before-has-held-for-its-soak", []],
  ["promote/a-hot-fix-is-waived", []],
  ["promote/a-stage-that-has-not-soaked-is-waived", []],
  ["rollback/one-stage-goes-back", []],
  ["rollback/all-stages-go-back", []],
  ["rollback/a-stage-goes-back-to-a-proven-version", []],
  ["rollback/all-stages-go-back-and-block-what-they-leave", []],
  ["prune/what-ended-is-pruned", []],
  ["prune/a-merged-waiver-is-pruned", []],
  ["prune/a-frozen-customer-whose-time-ended-moves-to-those-who-ended", []],
])("an edit passes the gate: %s", async (name, codes) => {
  const { words, stdin } = readCase(join(folder, name));
  const { run, input } = await readCall(words);
  await withInstance(async (root) => {
    const repository = makeInstance(join(folder, name), root);
    // If the case reads standard input, it gets one id that no file has.
    const host = hostOf(root, stdin && "hooli\n", repository);
    const { proposals = [] } = await run(input, host);
    const writes = proposals.flatMap((proposal) => proposal.writes);
    expect(writes).not.toEqual([]);
    expect(host.writeAll(root, writes)).toBeUndefined();
    const { diagnostics, waived } = judgeChange(readTree(root), repository, { newOnly: true });
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
    expect(codesOf(diagnostics).filter((code) => code.startsWith("gate/"))).toEqual(codes);
    const flipped = diagnostics.find(({ code }) => code === "gate/default-flipped");
    if (name.startsWith("flip/a-default-is-flipped-and"))
      expect(flipped?.message).toContain("5 customers stay on `false`");
    expect(waived.length).toBe(words.includes("--waive") ? 1 : 0);
  });
});
