import type { Flag, Model } from "../model/model.ts";
import { escapeUnits, literalOf } from "../model/text/escape-controls.ts";
import type { Output } from "../model/text/source.ts";
import { header } from "./header.ts";
import { bothForms } from "./module-forms.ts";
import { block, oneLine, property, union } from "./type-syntax.ts";
import { valueProperty } from "./value-type.ts";

/**
 * client.js and client.cjs: the reader of snapshots, with the names, defaults and variants of the flags that browsers may
 * know, including retired ones.
 */
export function emitClient(model: Model, client: string): readonly Output[] {
  const flags = clientFlags(model).map(({ name, default: fallback, variants, variantValues }) => [
    name,
    fallback,
    variants ?? null,
    ...(variantValues === undefined ? [] : [variantValues.get(`${fallback}`)]),
  ]);
  const retired = model.retired.flatMap(({ kind, name, answer, value, client }) =>
    kind === "flag" && client && answer !== undefined && !model.flags.has(name)
      ? [[name, answer, typeof answer === "string" ? [answer] : null, ...(value === undefined ? [] : [value])]]
      : [],
  );
  const open = `flagstoneClient.open(${literal(flags)}${retired.length === 0 ? "" : `, ${literal(retired)}`})`;
  return bothForms("client", () => ({
    statements: [client.trimEnd(), `const live = ${open};`],
    exports: [
      ["UnknownNameError", "flagstoneClient.UnknownNameError"],
      ["flags", "live.flags"],
      ["readSnapshot", "live.readSnapshot"],
    ],
  }));
}

function literal(data: unknown): string {
  return escapeUnits(JSON.stringify(data, undefined, 1)).replaceAll("<", "\\u003c");
}

/**
 * client.d.ts: only names and types, since descriptions and owners stay on the server, and what to use instead of
 * deprecated names.
 */
export function emitClientTypes(model: Model): string {
  const flags = clientFlags(model);
  const switches = flags.filter(({ variants }) => variants === undefined);
  const choices = flags.filter(({ variants }) => variants !== undefined);
  return [
    header,
    "",
    "/** The name of a flag that is on or off. */",
    `export type SwitchName = ${union(switches.map(({ name }) => name))};`,
    "/** The variants of each flag that has them. */",
    ...block(
      "export interface VariantTypes",
      choices.map(({ name, variants }) => property(name, oneLine(union(variants ?? [])))),
    ),
    "/** The types of values, for flags whose variants have them. */",
    ...block("export interface ValueTypes", choices.flatMap(valueProperty)),
    "/** The name of a flag. */",
    "export type FlagName = SwitchName | keyof VariantTypes;",
    "",
    clientApi,
    "/** The names of the flags. */",
    ...block(
      "export declare const flags:",
      flags.flatMap(({ name, deprecated }) => [
        ...(deprecated === undefined ? [] : ["  /** @deprecated */"]),
        property(name, literalOf(name)),
      ]),
    ),
    "",
  ].join("\n");
}

const clientApi = `/** The result of the server's \`lookup(...).snapshot()\` for one customer. */
export interface Snapshot {
  readonly format: 1;
  readonly flags: { readonly [name: string]: boolean | string };
  readonly values?: { readonly [name: string]: unknown };
  readonly digest?: string;
  /** As OpenFeature names them; only the OpenFeature provider sets them. */
  readonly reasons?: { readonly [name: string]: string };
}

/** The answers of one snapshot; a flag that it lacks answers its default. */
export interface Client {
  readonly isEnabled: (name: SwitchName) => boolean;
  readonly variant: <Name extends keyof VariantTypes>(name: Name) => VariantTypes[Name];
  /** The value of the flag's variant, frozen; without values the variant itself, for a switch the boolean. */
  readonly value: <Name extends FlagName>(name: Name) => ValueOf<Name>;
}

type ValueOf<Name> = Name extends keyof ValueTypes
  ? ValueTypes[Name]
  : Name extends keyof VariantTypes
    ? VariantTypes[Name]
    : boolean;

/** Reads a snapshot, or its JSON text; throws a TypeError for anything else. */
export declare function readSnapshot(snapshot: Snapshot | string): Client;

/** Thrown when the client does not have the requested name. */
export declare class UnknownNameError extends Error {
  /** The requested name. */
  readonly unknown: string;
  readonly suggestion: string | undefined;
}
`;

function clientFlags(model: Model): readonly Flag[] {
  return [...model.flags.values()].filter(({ client }) => client);
}
