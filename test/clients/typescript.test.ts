import { describe, expect, it } from "vitest";
import { isMissing } from "../support/counterpart.ts";
import { judgeTypes } from "../support/judge-types.ts";

/** Older compilers than the one that `npm test` uses, by their folders in node_modules. */
const compilers = ["typescript-5.9"];

describe.each(compilers)("%s", (compiler) => {
  it.skipIf(isMissing(`node_modules/${compiler}`))("lets right uses compile, hostile texts too, and no misuse", () => {
    const { wrong, found, text } = judgeTypes(compiler);
    expect(found, text).toEqual(wrong);
  });
});
