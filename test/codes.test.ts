import { basename, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { type Code, codes, isCode } from "../scripts/model/codes.ts";
import { type Emitter, readEmitters } from "./support/code-emitters.ts";

const emitters = readEmitters();

/** The members of a set: the files that its index lists. Other files in the folder are shared by members. */
function membersOf(folder: string): readonly Emitter[] {
  const index = emitters.find(({ path }) => path === `${folder}/index.ts`);
  return emitters.filter(({ path, codes }) => index?.neighbours.includes(path) && codes.length > 0);
}

/** The codes that a file emits, itself or through files that it shares with its neighbours. */
function codesOf({ path, codes, neighbours }: Emitter, members: readonly Emitter[]): readonly Code[] {
  const parts = emitters.filter(
    (other) => other.path !== path && neighbours.includes(other.path) && !members.includes(other),
  );
  return [...new Set([...codes, ...parts.flatMap((part) => part.codes)])].sort();
}

const everyCode = Object.keys(codes).filter(isCode);

it("every code is emitted by a file", () => {
  expect(everyCode.filter((code) => !emitters.some((each) => each.codes.includes(code)))).toEqual([]);
});

describe.each(["compile/4-rules", "gate/policies"])("%s: a rule is named after its code", (folder) => {
  const members = membersOf(folder);

  it("has members", () => {
    expect(members.length).toBeGreaterThan(10);
  });

  it.each(members.map((member) => [basename(member.path, ".ts"), member] as const))("%s", (name, member) => {
    const alone = member.codes.filter((code) => emitters.filter((each) => each.codes.includes(code)).length === 1);
    const own = alone.map((code) => code.slice(code.indexOf("/") + 1));
    if (own.length > 0) expect(own, "a file that alone emits a code bears its name").toContain(name);
    const all = codesOf(member, members);
    const isPlain = all.length === 1 && all[0]?.endsWith(`/${name}`);
    if (!isPlain) expect(member.documented, "the comment of a rule lists its codes").toEqual(all);
  });

  it("no other file in the folder is named after a code", () => {
    const names = new Set(everyCode.map((code) => code.slice(code.indexOf("/") + 1)));
    const others = emitters.filter(
      ({ path, codes }) => dirname(path) === folder && names.has(basename(path, ".ts")) && codes.length === 0,
    );
    expect(others.map(({ path }) => path)).toEqual([]);
  });
});
