import type { Output } from "../model/text/source.ts";
import { header } from "./header.ts";

/** The text of a file in the compiler's dist/ that goes into the outputs, by its name. */
export type Assets = (name: string) => string;

/** Both forms of a module that is the same in every instance, and asks the flags.js of its build. */
export function door(path: string, assets: Assets): readonly Output[] {
  return ["cjs", "js"].map((form) => ({
    path: `${path}.${form}`,
    text: `${header}\n${assets(`${path.replace("/", "-")}.${form}`).trimEnd()}\n`,
  }));
}
