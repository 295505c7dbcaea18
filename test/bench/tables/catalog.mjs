import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { figure } from "../figures.mjs";
import { inTurn } from "../measure.mjs";
import { cli, timeProcess } from "../processes.mjs";
import { countOf } from "../wording.mjs";

const spec = { flags: 1000, customers: 100_000 };
const [seconds, megabytes] = [20_000, 2_000_000];

/** The cost of writing the catalog. */
export const catalog = {
  name: "catalog",
  title: "catalog",
  about: [
    `Whole processes that write the catalog of ${countOf(spec.flags)} flags and ${countOf(spec.customers)} customers, outside git, over the`,
    "one written before; with `--ids` it has every customer. The targets are 20 s, and 2 MB per file.",
  ].join("\n"),
  run({ rounds, workplace }) {
    const cwd = workplace.instance(spec);
    const folders = { plain: join(cwd, "catalog"), ids: join(cwd, "catalog-ids") };
    const samples = inTurn(rounds, {
      plain: () => timeProcess([cli, "catalog"], { cwd }),
      ids: () => timeProcess([cli, "catalog", "--ids", "--out", folders.ids], { cwd }),
    });
    const largest = Math.max(...Object.values(folders).flatMap((folder) => sizesIn(folder)));
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true });
    return [
      figure({ work: "catalog", unit: "ms", samples: samples.plain, atMost: seconds }),
      figure({ work: "catalog --ids", unit: "ms", samples: samples.ids, atMost: seconds }),
      figure({ work: "largest file", unit: "bytes", samples: [largest], atMost: megabytes }),
    ];
  },
};

function sizesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
}
