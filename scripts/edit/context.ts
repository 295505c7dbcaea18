import type { Effect } from "../effect/effect.ts";
import type { Revision } from "../effect/revision.ts";
import type { Model } from "../model/model.ts";
import type { Repository } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import type { Draft } from "./text/tree-draft.ts";

/** What edits may ask of the machine, which knows where the call was made. */
export interface EditHost {
  now(): Instant;
  /** The text of a file; undefined where none can be read. */
  readFile(path: string): string | undefined;
  /** All of standard input, as UTF-8; undefined where there is none to read. */
  readInput(): string | undefined;
  /** The git repository that a folder lies in; undefined where there is none, or no git. */
  openRepository(folder: string): Repository | undefined;
  /** Why there is none at a folder, and what to do about it. */
  whyNoRepository(folder: string): string;
}

/** What a plan works on. `Input` is what it reads of the call, its operands and options. */
export interface EditContext<Input = unknown> {
  readonly input: Input;
  readonly host: EditHost;
  /** The tree as it is, and what it was resolved to, one model for each environment. */
  readonly tree: Tree;
  readonly models: readonly [Model, ...Model[]];
  /** The model of the environment that is asked for, or the first. */
  readonly model: Model;
  /** What becomes of the tree. */
  readonly draft: Draft;
  /** The models of the draft as it is now, whatever is wrong with it; undefined where the config cannot be read. */
  modelsNow(): readonly [Model, ...Model[]] | undefined;
  readonly asOf: Instant;
}

/** What a plan says next to its edits. */
export interface EditPlan {
  /** What a person should know, a sentence each. */
  readonly notes?: readonly string[];
  /** What a plan that only reports has to say; then nothing is written. */
  readonly output?: string;
  /** Why the effect is not what the command promises, in a sentence; else what it shows, a sentence each. */
  readonly judge?: (result: EditResult) => string | readonly string[] | undefined;
  /** How the message of a finding that stood there before reads now; as before, where it is not said. */
  readonly retell?: (message: string) => string;
}

/** What became of the tree, and what that does. */
export interface EditResult {
  readonly effect: Effect;
  readonly before: Revision;
  readonly after: Revision;
  readonly afterModels: readonly Model[];
}

/**
 * Plans a request: edits the draft, and says what there is to know; or why it cannot be done, in one sentence, or in one
 * and details of it.
 */
export type MakePlan<Input = unknown> = (
  context: EditContext<Input>,
) => EditPlan | string | readonly [string, ...string[]];

/** The keys that lead to those of the environment that is asked for: none for the first, which is in the document itself. */
export function keysFor({ model, models }: EditContext): readonly string[] {
  return model === models[0] ? [] : ["environments", model.environment];
}
