import type { Model } from "../model/model.ts";
import type { Output } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { packBundle } from "../runtime/bin/format.ts";
import { writeFlagsApart } from "../runtime/load/flags-apart.ts";
import type { Bundle } from "../runtime/shapes/bundle.ts";
import { emitBrowserGuard } from "./browser-guard.ts";
import { contentOf, type SealedBundle, seal } from "./bundle.ts";
import { emitClient, emitClientTypes } from "./client-module.ts";
import { type Assets, door } from "./door.ts";
import { emitLite } from "./lite-module.ts";
import { emitModule, emitPackedModule } from "./module.ts";
import { bothTypes } from "./module-forms.ts";
import { emitNames } from "./names.ts";
import { ofrepTypes } from "./ofrep-types.ts";
import { emitOpenFeature } from "./openfeature.ts";
import { emitTestingTypes } from "./testing-types.ts";
import { emitTypes } from "./types.ts";
import { watchTypes } from "./watch-types.ts";

/** Makes the folder's .js files modules even if the package around it does not say so. */
const modulePackage = '{ "type": "module" }\n';

/**
 * From this length of its text on, a bundle's customers have a file of their own: a longer literal is slow to import.
 */
const inlineLimit = 2 ** 16;

/** What is made of models, from which nothing refers to them: customers take much memory while they are packed. */
export interface Emission {
  readonly content: Bundle;
  /** The outputs that do not depend on customers. */
  readonly others: readonly Output[];
  readonly hasLite: boolean;
}

/** Begins to emit models without errors, one for each environment, the first one first. */
export function beginEmission(models: readonly [Model, ...Model[]], assets: Assets): Emission {
  const [model] = models;
  const others = [
    ...emitBrowserGuard(model.config.outputs),
    ...emitClient(model, assets("client.js")),
    ...bothTypes("client", () => emitClientTypes(model)),
    ...bothTypes("flags", () => emitTypes(model)),
    ...emitNames(model),
    { path: "package.json", text: modulePackage },
    ...door("testing", assets),
    ...emitTestingTypes(model),
    ...door("watch", assets),
    ...bothTypes("watch", () => watchTypes),
    ...(model.config.outputs.has("ofrep") ? [...door("ofrep", assets), ...bothTypes("ofrep", ofrepTypes)] : []),
    ...(model.config.outputs.has("openfeature") ? emitOpenFeature(model, assets) : []),
  ];
  return { content: contentOf(models), others, hasLite: model.config.outputs.has("lite") };
}

/** All outputs, with paths relative to their folder. The same models give the same bytes. */
export function finishEmission({ content, others, hasLite }: Emission, assets: Assets): readonly Output[] {
  const sealed = seal(content);
  return [...others, ...emitData(sealed, assets("runtime.js")), ...(hasLite ? emitLite(sealed, assets) : [])].sort(
    (a, b) => compareText(a.path, b.path),
  );
}

/** flags.json, and flags.js with the same content: with many customers it needs flags.bin next to it. */
function emitData({ bundle, bytes, length }: SealedBundle, runtime: string): readonly Output[] {
  const json = { path: "flags.json", bytes };
  // A cheap check: a small text cannot have many customers.
  const packed = length > inlineLimit ? packBundle(bundle) : undefined;
  if (packed === undefined || length - packed.head.length <= inlineLimit)
    return [json, ...emitModule(writeFlagsApart(bundle), runtime)];
  const module = emitPackedModule({ ...packed, head: writeFlagsApart(JSON.parse(packed.head)) }, runtime);
  return [json, ...module, { path: "flags.bin", bytes: packed.file }];
}
