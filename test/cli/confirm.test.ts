import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { ask, askFor } from "../../scripts/cli/confirm.ts";
import type { Proposal } from "../../scripts/report/outcome.ts";

const proposals: readonly Proposal[] = ["one", "two", "three"].map((output) => ({ output, writes: [] }));

/** What is accepted for these typed lines and the end of input, and everything that is shown and asked. */
async function answer(typed: string, asked: readonly Proposal[] = proposals) {
  const input = new PassThrough();
  const prompt = new PassThrough();
  const shown: string[] = [];
  input.end(typed);
  const { accepted } = await ask(asked, { input, prompt, show: (output) => shown.push(output) });
  return { accepted: accepted.map(({ output }) => output), shown, asked: String(prompt.read() ?? "") };
}

describe("a question about several changes", () => {
  it.each([
    ["y\nn\ny\n", ["one", "three"]],
    ["Yes\nNO\n YES \n", ["one", "three"]],
    ["n\na\n", ["two", "three"]],
    ["all\n", ["one", "two", "three"]],
    ["y\nq\n", ["one"]],
    ["quit\n", []],
    ["\n\n\n", []],
    ["perhaps\ny\nn\nn\n", ["one"]],
  ])("accepts for %j the changes %j", async (typed, expected) => {
    expect((await answer(typed)).accepted).toEqual(expected);
  });

  it("shows each change before asking about it, and those that are accepted together", async () => {
    expect((await answer("a\n")).shown).toEqual(["one", "two", "three"]);
    expect((await answer("n\nq\n")).shown).toEqual(["one", "two"]);
  });

  it("accepts nothing if the input ends without an answer", async () => {
    expect((await answer("y\n")).accepted).toEqual([]);
    expect((await answer("")).accepted).toEqual([]);
  });

  it.each([
    ["\u0003", true],
    ["y\r\u0003", true],
    ["y\rperh\u0003", true],
    ["\u0004", false],
  ])("reports whether Ctrl-C ended it: %j", async (typed, isInterrupted) => {
    const [input, prompt] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true, columns: 80 })];
    input.write(typed);
    const answered = await ask(proposals, { input, prompt, show: () => {} });
    expect(answered).toEqual({ accepted: [], isInterrupted });
  });
});

it("asks about a single change without the choices for several", async () => {
  const { accepted, asked } = await answer("y\n", proposals.slice(0, 1));
  expect(accepted).toEqual(["one"]);
  expect(asked).toBe("write this? [y]es, [n]o: ");
});

describe("a question for a word", () => {
  const question = { text: "what?", option: "scope", usual: "account" };

  it.each([
    ["user\n", "user"],
    ["  user  \n", "user"],
    ["\n", "account"],
    ["", undefined],
  ])("reads the answer %j as %j", async (typed, answer) => {
    const [input, prompt] = [new PassThrough(), new PassThrough()];
    input.end(typed);
    expect(await askFor(question, { input, prompt })).toEqual({ answer, isInterrupted: false });
    expect(String(prompt.read())).toBe(`what? [account]: ${answer === undefined ? "\n" : ""}`);
  });

  it("is interrupted by Ctrl-C", async () => {
    const [input, prompt] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true, columns: 80 })];
    input.write("us\u0003");
    expect(await askFor(question, { input, prompt })).toEqual({ answer: undefined, isInterrupted: true });
  });
});
