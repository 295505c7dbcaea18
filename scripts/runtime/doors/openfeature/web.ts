import {
  type EvaluationContext,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderFatalError,
  type ResolutionDetails,
} from "@openfeature/web-sdk";
import { changedNames, readAnswers, type Sent } from "./read-answers.ts";
import { type AskedType, resolutionOf } from "./resolution-of.ts";

const none: Sent = { format: 1, flags: {} };
type Fetch = (context: EvaluationContext) => Sent | Promise<Sent>;

/** The source of the answers for this page: one of the two, or both. */
interface Settings {
  /** The snapshot that the server made for this customer. */
  readonly snapshot?: Sent | undefined;
  /** Fetches a snapshot for a context: when it changes, and at the start if there is none. */
  readonly fetch?: Fetch | undefined;
}

/** The answers of snapshots for OpenFeature's web SDK. */
export class FlagstoneWebProvider implements Provider {
  readonly metadata = { name: "flagstone-web" } as const;
  readonly runsOn = "client";
  readonly events = new OpenFeatureEventEmitter();
  readonly #settings: Settings;
  #context: EvaluationContext = {};
  #answers: ReturnType<typeof readAnswers> | undefined;
  /** The context that the answers are for. */
  #answered: EvaluationContext | undefined;
  #isReady = false;
  /** The number of the last request; responses to earlier ones are dropped. */
  #turn = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Fails fatally if there is no snapshot. */
  async initialize(context: EvaluationContext = {}): Promise<void> {
    this.#context = context;
    const problem = await this.#take(this.#bringer(this.#settings.snapshot));
    if (this.#answers === undefined) throw new ProviderFatalError(problem ?? "it was closed");
  }

  /** Without `fetch` the answers stay; if it fails, there are only defaults, since the old ones may be another's. */
  onContextChange(_: EvaluationContext, context: EvaluationContext): Promise<void> | undefined {
    this.#context = context;
    const { fetch } = this.#settings;
    if (fetch === undefined) this.#answered = context;
    // The SDK says that it is ready as soon as this ends.
    return fetch && this.#take(fetch).then((problem) => void setTimeout(() => this.#tellIfStale(problem)));
  }

  /** Reads a newer snapshot, or fetches one, and reports which answers changed. Never rejects. */
  async refresh(snapshot?: Sent): Promise<void> {
    const before = this.#answers;
    const wasReady = this.#isReady;
    this.#tellIfStale(await this.#take(this.#bringer(snapshot)));
    if (this.#answers === undefined) return;
    if (!wasReady && this.#isReady) this.events.emit(ProviderEvents.Ready, { message: "the flags are up to date" });
    const flagsChanged = changedNames(before ?? readAnswers(none), this.#answers);
    if (flagsChanged.length > 0) this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged });
  }

  async onClose(): Promise<void> {
    this.#turn++;
  }

  resolveBooleanEvaluation(name: string, fallback: boolean) {
    return this.#resolve("boolean", name, fallback);
  }

  resolveStringEvaluation(name: string, fallback: string) {
    return this.#resolve("string", name, fallback);
  }

  resolveNumberEvaluation(name: string, fallback: number) {
    return this.#resolve("number", name, fallback);
  }

  resolveObjectEvaluation<Value>(name: string, fallback: Value) {
    return this.#resolve("object", name, fallback);
  }

  #resolve<Value>(type: AskedType, name: string, fallback: Value): ResolutionDetails<Value> {
    return resolutionOf(this.#answers?.get(name), type, name, fallback) as ResolutionDetails<Value>;
  }

  /** Uses a fetched snapshot, unless there is a later request; returns the reason if it cannot. */
  async #take(bring: Fetch): Promise<string | undefined> {
    const turn = ++this.#turn;
    const context = this.#context;
    let problem: string | undefined;
    let answers: ReturnType<typeof readAnswers> | undefined;
    try {
      answers = readAnswers(await bring(context));
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      // Answers for another context may be another customer's.
      if (this.#answers !== undefined && this.#answered !== context) answers = readAnswers(none);
    }
    if (turn !== this.#turn) return undefined;
    this.#isReady = problem === undefined;
    if (answers !== undefined) [this.#answers, this.#answered] = [answers, context];
    return problem;
  }

  #bringer(snapshot: Sent | undefined): Fetch {
    if (snapshot !== undefined) return () => snapshot;
    return this.#settings.fetch ?? (() => Promise.reject(new TypeError("there is neither a snapshot nor a `fetch`")));
  }

  #tellIfStale(message: string | undefined): void {
    if (message === undefined || this.#isReady || this.#answers === undefined) return;
    this.events.emit(ProviderEvents.Stale, { message });
  }
}
