import type { Model } from "../model/model.ts";
import type { Output } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { packBundle } from "../runtime/bin/format.ts";
import { writeFlagsApart } from "../runtime/load/flags-apart.ts";
import { emitBrowserGuard } from "./browser-guard.ts";
import { type SealedBundle, sealedBundleOf } from "./bundle.ts";
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

/**
 * All outputs of models without errors, one model for each environment, the first one first; with paths relative to
 * their folder. The same models give the same bytes.
 */
export function emit(models: readonly [Model, ...Model[]], assets: Assets): readonly Output[] {
  const [model] = models;
  const sealed = sealedBundleOf(models);
  const outputs = [
    ...emitBrowserGuard(model.config.outputs),
    ...emitClient(model, assets("client.js")),
    ...bothTypes("client", () => emitClientTypes(model)),
    ...emitData(sealed, assets("runtime.js")),
    ...bothTypes("flags", () => emitTypes(model)),
    ...emitNames(model),
    { path: "package.json", text: modulePackage },
    ...door("testing", assets),
    ...emitTestingTypes(model),
    ...door("watch", assets),
    ...bothTypes("watch", () => watchTypes),
    ...(model.config.outputs.has("lite") ? emitLite(sealed, assets) : []),
    ...(model.config.outputs.has("ofrep") ? [...door("ofrep", assets), ...bothTypes("ofrep", ofrepTypes)] : []),
    ...(model.config.outputs.has("openfeature") ? emitOpenFeature(model, assets) : []),
  ];
  return outputs.sort((a, b) => compareText(a.path, b.path));
}

/** flags.json, and flags.js with the same content: with many customers it needs flags.bin next to it. */
function emitData({ bundle, texts }: SealedBundle, runtime: string): readonly Output[] {
  const json = { path: "flags.json", bytes: texts.map((text) => Buffer.from(text)) };
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  // A cheap check: a small text cannot have many customers.
  const packed = length > inlineLimit ? packBundle(bundle) : undefined;
  if (packed === undefined || length - packed.head.length <= inlineLimit)
    return [json, ...emitModule(writeFlagsApart(bundle), runtime)];
  const module = emitPackedModule({ ...packed, head: writeFlagsApart(JSON.parse(packed.head)) }, runtime);
  return [json, ...module, { path: "flags.bin", bytes: [packed.file] }];
}
