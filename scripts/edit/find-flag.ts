import type { Flag } from "../model/model.ts";
import { whyMissing } from "../model/why-missing.ts";
import type { EditContext } from "./context.ts";

/** The flag that a word names, or what is wrong with the word. */
export function findFlag({ model }: EditContext, name: string | undefined): Flag | string {
  if (name === undefined) return "the name of a flag is missing";
  return model.flags.get(name) ?? whyMissing(model, "flag", name);
}
