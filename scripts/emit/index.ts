import type { Model } from "../model/model.ts";
import type { Output } from "../model/text/source.ts";
import { packBundle } from "../runtime/bin/format.ts";
import { sealedBundleOf } from "./bundle.ts";
import { emitClient, emitClientTypes } from "./client-module.ts";
import { header } from "./header.ts";
import { commonModule, emitModule, emitPackedModule } from "./module.ts";
import { emitTypes } from "./types.ts";
import { watchTypes } from "./watch-types.ts";

/** Files of the compiler's own package that go into the outputs. */
export interface Assets {
  /** The evaluator, as one script that declares `flagstone`. */
  readonly runtime: string;
  /** watch.js. */
  readonly watch: string;
  /** The reader of snapshots, as one script that declares `flagstoneClient`. */
  readonly client: string;
}

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
  return [
    { path: "client.d.ts", text: emitClientTypes(model) },
    { path: "client.js", text: emitClient(model, assets.client) },
    ...emitData(models, assets),
    { path: "flags.cjs", text: commonModule },
    { path: "flags.d.cts", text: `${header}\nexport * from "./flags.js";\n` },
    { path: "flags.d.ts", text: emitTypes(model) },
    { path: "package.json", text: modulePackage },
    { path: "watch.d.ts", text: watchTypes },
    { path: "watch.js", text: `${header}\n${assets.watch.trimEnd()}\n` },
  ];
}

/** flags.json, and flags.js with the same content: with many customers it needs flags.bin next to it. */
function emitData(models: readonly [Model, ...Model[]], { runtime }: Assets): readonly Output[] {
  const { bundle, text } = sealedBundleOf(models);
  const json = { path: "flags.json", text };
  // A cheap check: a small text cannot have many customers.
  const packed = text.length > inlineLimit ? packBundle(bundle) : undefined;
  if (packed === undefined || text.length - packed.head.length <= inlineLimit)
    return [json, { path: "flags.js", text: emitModule(text, runtime) }];
  return [
    json,
    { path: "flags.js", text: emitPackedModule(packed, runtime) },
    { path: "flags.bin", bytes: packed.file },
  ];
}
