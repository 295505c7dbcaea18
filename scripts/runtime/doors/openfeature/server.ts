import {
  type EvaluationContext,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderFatalError,
  type ResolutionDetails,
} from "@openfeature/server-sdk";
import type { Snapshot } from "../../api/snapshot.ts";
import { subscribe } from "../../flags.js";
import { answersOf, type Settings, whyNoData } from "../answers.ts";
import { type AskedType, resolutionOf } from "./resolution-of.ts";

/** The answers of the module for OpenFeature's server SDK. */
export class FlagstoneProvider implements Provider {
  readonly metadata = { name: "flagstone" } as const;
  readonly runsOn = "server";
  readonly events = new OpenFeatureEventEmitter();
  readonly #answersOf: ReturnType<typeof answersOf>;
  #unsubscribe: (() => void) | undefined;
  #isReady = true;

  /** Throws UnknownNameError for a scope or an environment that does not exist. */
  constructor(settings: Settings & { readonly scope: string }) {
    if (typeof settings?.scope !== "string")
      throw new TypeError("`scope` must be the scope of which the targeting key is an id");
    this.#answersOf = answersOf(settings);
  }

  /** Starts listening for loads; fails fatally if the module has no data. */
  async initialize(): Promise<void> {
    this.#unsubscribe ??= subscribe(
      ({ changed }) => this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...changed] }),
      (problems) => this.#afterLoad(problems),
    );
    const missing = whyNoData();
    this.#isReady = missing === undefined;
    if (missing !== undefined) throw new ProviderFatalError(missing);
  }

  async onClose(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  resolveBooleanEvaluation(name: string, fallback: boolean, context: EvaluationContext) {
    return this.#resolve("boolean", name, fallback, context);
  }

  resolveStringEvaluation(name: string, fallback: string, context: EvaluationContext) {
    return this.#resolve("string", name, fallback, context);
  }

  resolveNumberEvaluation(name: string, fallback: number, context: EvaluationContext) {
    return this.#resolve("number", name, fallback, context);
  }

  resolveObjectEvaluation<Value>(name: string, fallback: Value, context: EvaluationContext) {
    return this.#resolve("object", name, fallback, context);
  }

  /** A snapshot for the web provider of a page, with the reason of each answer; throws TypeError for a wrong context. */
  snapshot(context: EvaluationContext): Snapshot {
    const answers = this.#answersOf(context);
    if ("errorCode" in answers) throw new TypeError(answers.errorMessage);
    return answers.snapshot();
  }

  /** Never rejects: the SDK takes an error's code from the details, too. */
  #resolve<Value>(
    type: AskedType,
    name: string,
    fallback: Value,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<Value>> {
    const answers = this.#answersOf(context);
    const found = "errorCode" in answers ? answers : answers.answer(name);
    return Promise.resolve(resolutionOf(found, type, name, fallback) as ResolutionDetails<Value>);
  }

  /** If a load fails, the live data stays live, but is stale. */
  #afterLoad(problems: readonly string[]): void {
    if (problems.length > 0) {
      if (whyNoData() !== undefined) return;
      this.#isReady = false;
      this.events.emit(ProviderEvents.Stale, { message: problems.join("; ") });
    } else if (!this.#isReady) {
      this.#isReady = true;
      this.events.emit(ProviderEvents.Ready, { message: "the flags are up to date" });
    }
  }
}
