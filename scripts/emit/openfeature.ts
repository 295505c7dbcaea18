import type { Flag, Model } from "../model/model.ts";
import type { Output } from "../model/text/source.ts";
import { type Assets, door } from "./door.ts";
import { header } from "./header.ts";
import { bothTypes } from "./module-forms.ts";
import { union } from "./type-syntax.ts";

/** openfeature/: providers for OpenFeature's server and web SDKs, and the types of the keys that they can be asked. */
export function emitOpenFeature(model: Model, assets: Assets): readonly Output[] {
  return [
    { path: "openfeature/keys.d.ts", text: keyTypes(model) },
    ...door("openfeature/server", assets),
    ...bothTypes("openfeature/server", serverTypes),
    ...door("openfeature/web", assets),
    ...bothTypes("openfeature/web", webTypes),
  ];
}

function keyTypes(model: Model): string {
  const flags = [...model.flags.values()];
  const ofType = (type: string): readonly string[] => flags.filter((flag) => typeOf(flag) === type).map(nameOf);
  const keys = {
    BooleanFlagKey: [...ofType("boolean"), ...model.privileges.keys()],
    StringFlagKey: [...ofType("string"), ...model.releases.keys()],
    NumberFlagKey: ofType("number"),
    ObjectFlagKey: flags.filter(isOther).map(nameOf),
  };
  return [
    header,
    "",
    "// Whoever includes this file in a program has OpenFeature's clients take these names only, each where its type is right.",
    'declare module "@openfeature/core" {',
    ...Object.entries(keys).map(([key, names]) => `  export type ${key} = ${union(names).replaceAll("\n", "\n  ")};`),
    "}",
    "",
    "export {};",
    "",
  ].join("\n");
}

function nameOf({ name }: Flag): string {
  return name;
}

/** The type of a flag's values, in the words of JSON schemas; undefined if there is more than one. */
function typeOf({ variants, shape }: Flag): string | undefined {
  if (variants === undefined) return "boolean";
  if (shape === undefined) return "string";
  return shape.type;
}

function isOther(flag: Flag): boolean {
  return !["boolean", "string", "number"].includes(typeOf(flag) ?? "");
}

/** A path that is named from within the folder. */
function fromWithin(flags: string): string {
  return flags.replace("./", "../");
}

function serverTypes(flags: string): string {
  return `${header}

import type {
  EvaluationContext,
  OpenFeatureEventEmitter,
  Provider,
  ResolutionDetails,
} from "@openfeature/server-sdk";
import type { Environment, Scope, Snapshot } from "${fromWithin(flags)}";

export interface FlagstoneProviderOptions {
  /** The scope of OpenFeature's targeting key. */
  readonly scope: Scope;
  /** Defaults to the first. */
  readonly environment?: Environment | undefined;
  /** If true, a context without any scope of a flag is the error TARGETING_KEY_MISSING; by default, it gets the flag's default. */
  readonly strict?: boolean | undefined;
}

/**
 * The answers of the lookup module for OpenFeature's server SDK. Contexts are flat: ids by scope, groups by told set,
 * attributes, \`created\` with a date for each scope, and \`privileges\`, a list of what the plan grants. Other keys are ignored.
 */
export declare class FlagstoneProvider implements Provider {
  constructor(options: FlagstoneProviderOptions);
  readonly metadata: { readonly name: "flagstone" };
  readonly runsOn: "server";
  readonly events: OpenFeatureEventEmitter;
  initialize(): Promise<void>;
  onClose(): Promise<void>;
  resolveBooleanEvaluation(name: string, fallback: boolean, context: EvaluationContext): Promise<ResolutionDetails<boolean>>;
  resolveStringEvaluation(name: string, fallback: string, context: EvaluationContext): Promise<ResolutionDetails<string>>;
  resolveNumberEvaluation(name: string, fallback: number, context: EvaluationContext): Promise<ResolutionDetails<number>>;
  resolveObjectEvaluation<Value>(name: string, fallback: Value, context: EvaluationContext): Promise<ResolutionDetails<Value>>;
  /** The answers of client flags, with their reasons, for the web provider of a page. Throws a TypeError for an invalid context. */
  snapshot(context: EvaluationContext): Snapshot;
}
`;
}

function webTypes(flags: string): string {
  return `${header}

import type {
  EvaluationContext,
  OpenFeatureEventEmitter,
  Provider,
  ResolutionDetails,
} from "@openfeature/web-sdk";
import type { Snapshot } from "${fromWithin(flags).replace("flags", "client")}";

export interface FlagstoneWebProviderOptions {
  /** The snapshot that the server made for this customer, or its JSON text. */
  readonly snapshot?: Snapshot | string | undefined;
  /** Fetches a snapshot when the context changes, and at the start if there is none. */
  readonly fetch?: ((context: EvaluationContext) => Snapshot | string | Promise<Snapshot | string>) | undefined;
}

/** The answers of snapshots for OpenFeature's web SDK. A flag that a snapshot lacks answers its own default. */
export declare class FlagstoneWebProvider implements Provider {
  constructor(options: FlagstoneWebProviderOptions);
  readonly metadata: { readonly name: "flagstone-web" };
  readonly runsOn: "client";
  readonly events: OpenFeatureEventEmitter;
  initialize(context?: EvaluationContext): Promise<void>;
  onContextChange(from: EvaluationContext, to: EvaluationContext): Promise<void> | undefined;
  onClose(): Promise<void>;
  /** Takes a newer snapshot, or fetches one, and notifies the clients of changes. Never rejects. */
  refresh(snapshot?: Snapshot | string): Promise<void>;
  resolveBooleanEvaluation(name: string, fallback: boolean): ResolutionDetails<boolean>;
  resolveStringEvaluation(name: string, fallback: string): ResolutionDetails<string>;
  resolveNumberEvaluation(name: string, fallback: number): ResolutionDetails<number>;
  resolveObjectEvaluation<Value>(name: string, fallback: Value): ResolutionDetails<Value>;
}
`;
}
