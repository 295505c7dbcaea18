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
  /** The text of a file; undefined if it cannot be read. */
  readFile(path: string): string | undefined;
  /** All of standard input, as UTF-8; undefined if it cannot be read. */
  readInput(): string | undefined;
  /** The git repository of a folder; undefined if it is in none, or if there is no git. */
  openRepository(folder: string, base?: string): Repository | undefined;
  /** Why a folder has none, and what to do about it. */
  whyNoRepository(folder: string): string;
}

/** What a plan works on. `Input` is what it reads of the call, its operands and options. */
export interface EditContext<Input = unknown> {
  readonly input: Input;
  readonly host: EditHost;
  /** The tree as it is, and its models, one for each environment. */
  readonly tree: Tree;
  readonly models: readonly [Model, ...Model[]];
  /** The model of the given environment, or the first. */
  readonly model: Model;
  /** The tree as it will be. */
  readonly draft: Draft;
  /** The models of the draft as it is now, even if it has errors; undefined if the config cannot be read. */
  modelsNow(): readonly [Model, ...Model[]] | undefined;
  readonly asOf: Instant;
}

/** The result of a plan besides its edits. */
export interface EditPlan {
  /** What a person should know, a sentence each. */
  readonly notes?: readonly string[];
  /** The output of a plan that only reports; then nothing is written. */
  readonly output?: string;
  /** Why the effect is not what the command promises, in a sentence; otherwise notes about it, a sentence each. */
  readonly judge?: (result: EditResult) => string | readonly string[] | undefined;
  /** Rewrites the message of a finding that existed before as it reads after the edit; by default it is unchanged. */
  readonly retell?: (message: string) => string;
}

/** The tree after an edit, and the effect. */
export interface EditResult {
  readonly effect: Effect;
  readonly before: Revision;
  readonly after: Revision;
  readonly afterModels: readonly Model[];
}

/**
 * Plans a request: edits the draft, and returns what there is to know; or why it cannot be done, in one sentence, or in
 * one with details.
 */
export type MakePlan<Input = unknown> = (
  context: EditContext<Input>,
) => EditPlan | string | readonly [string, ...string[]];

/** The keys that lead to those of the given environment: none for the first, whose keys are in the document itself. */
export function keysFor({ model, models }: EditContext): readonly string[] {
  return model === models[0] ? [] : ["environments", model.environment];
}
