import { join } from "node:path";
import { describe, test } from "vitest";
import { readModels } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import { compareCustomer } from "../../scripts/effect/for-customer.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import { picturesOf } from "../../scripts/effect/pictures.ts";
import type { Revision } from "../../scripts/effect/revision.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { startOf } from "../../scripts/model/time.ts";
import { effectReporters } from "../../scripts/report/effects/index.ts";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { expectText } from "../support/expect-said.ts";
import { readGateCase } from "../support/gate-case.ts";
import { treeOfFiles } from "../support/trees.ts";
import { usualDay } from "../support/usual-dates.ts";

/** UPDATE_CASES=1 writes the reports as the expected ones; review the diff before committing. */
const isUpdate = process.env.UPDATE_CASES === "1";
const folder = folderOf("gate");

describe("the effect of each gate case, and of reverting it", () => {
  test.each(caseFolders(folder))("%s", (name) => {
    const { options, commits, head } = readGateCase(join(folder, name));
    const asOf = options.asOf === undefined ? usualDay.asOf : startOf(options.asOf);
    const open = (files: readonly Source[] | undefined): Revision =>
      openRevision(files && readModels(treeOfFiles(files), { asOf, allowExpired: true }).models);
    const [base, own] = [open(commits.at(-1)?.files), open(head)];
    const said = [sayEffect(base, own, asOf), sayEffect(own, base, asOf)].join("--- taken back:\n");
    expectText(join(folder, name, "effect.txt"), said, isUpdate);
  });
});

/** The report of an effect, and the report for the first customer that it names. */
function sayEffect(base: Revision, head: Revision, at: number): string {
  const effect = compareRevisions(base, head, at);
  const options = { colour: false, notCompared: [], pictures: [] };
  const drawn = picturesOf(base, head).map((picture) => `--- drawn: ${JSON.stringify(picture)}\n`);
  const now = [effectReporters.text(effect, options), ...drawn].join("");
  const [first] = effect.decisions.flatMap(({ transitions }) =>
    transitions.flatMap(({ scope, ids: [id] }) => (scope === null || id === undefined ? [] : [{ scope, id }])),
  );
  if (first === undefined) return now;
  const own = effectReporters.text(compareCustomer(base, head, at, first), options);
  return `${now}--- for ${first.scope} ${first.id}:\n${own}`;
}
