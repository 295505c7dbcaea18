import { expect, test } from "vitest";
import { startStopwatch } from "../../scripts/cli/stopwatch.ts";
import { compile } from "../../scripts/compile/compile.ts";
import { usualDay } from "../support/usual-dates.ts";

/** A stopwatch with a clock that the test sets, and everything that it shows. */
function makeStopwatch() {
  let time = 0;
  const shown: string[] = [];
  const stopwatch = startStopwatch(
    () => time,
    (line) => shown.push(line),
  );
  return { stopwatch, shown, wait: (milliseconds: number) => (time += milliseconds) };
}

test("time counts for the last entered stage, and each stage has one line", () => {
  const { stopwatch, wait } = makeStopwatch();
  wait(40);
  stopwatch.enter("parse", 0, 2);
  wait(1000);
  stopwatch.enter("rules");
  wait(200);
  stopwatch.enter("parse", 1, 2);
  wait(760);
  stopwatch.tell("file", 1001);
  stopwatch.tell("listed customer", 1);
  expect(stopwatch.table().split("\n")).toEqual([
    "parse     1,760 ms    88 %",
    "rules       200 ms    10 %",
    "start        40 ms     2 %",
    "total     2,000 ms   100 %",
    "1,001 files, 1 listed customer",
  ]);
});

test("short work shows nothing, and long work only as often as one can read", () => {
  const { stopwatch, shown, wait } = makeStopwatch();
  wait(499);
  stopwatch.enter("read");
  stopwatch.hide();
  expect(shown).toEqual([]);

  const long = makeStopwatch();
  for (let done = 0; done < 2000; done++) {
    long.stopwatch.enter("parse", done, 2000);
    long.wait(1);
  }
  expect(long.shown[0]).toBe("parse 500 of 2,000");
  expect(long.shown.length).toBe(15);
  long.stopwatch.hide();
  expect(long.shown.at(-1)).toBe("");
  long.wait(1000);
  long.stopwatch.enter("rules");
  expect(long.shown.at(-1)).toBe("");
});

test("a compilation reports its stages in order, and their sizes", () => {
  const heard: string[] = [];
  const progress = {
    enter: (stage: string) => void (heard.at(-1) === stage || heard.push(stage)),
    tell: (what: string, number: number) => void heard.push(`${number} ${what}`),
  };
  const config = { path: "package.json", text: JSON.stringify({ flagstone: { scopes: { account: {} } } }) };
  const text =
    "flag: fast\ndescription: Customers see all pages sooner.\nowner: growth\nscope: account\nexpires: 2027-03-31\n" +
    "default: false\nenabled: { account: [acme, globex] }\n";
  const tree = { config, files: [{ path: "flags/fast.yaml", text }], diagnostics: [] };
  expect(compile(tree, { ...usualDay, progress }).diagnostics).toEqual([]);
  expect(heard).toEqual(["parse", "validate", "resolve", "1 file", "2 listed customer", "rules", "examples"]);
});
