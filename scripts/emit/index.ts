import type { Model } from "../model.ts";
import { serialize } from "../runtime/serialize.ts";
import type { Source } from "../source.ts";
import { bundleOf } from "./bundle.ts";
import { emitClient, emitClientTypes } from "./client.ts";
import { header } from "./header.ts";
import { commonModule, emitModule } from "./module.ts";
import { emitTypes } from "./types.ts";
import { watchTypes } from "./watch-types.ts";

/** Texts of the compiler's own package that go into the outputs. */
export interface Assets {
  /** The evaluator, as one script that declares `flagstone`. */
  readonly runtime: string;
  /** watch.js. */
  readonly watch: string;
  /** The reader of snapshots, as one script that declares `flagstoneClient`. */
  readonly client: string;
}

/** Makes the folder's .js files modules also where the package around it does not say so. */
const modulePackage = '{ "type": "module" }\n';

/**
 * All outputs of models without errors, one model for each environment, the first first; with paths relative to their
 * folder. The same models give the same bytes.
 */
export function emit(models: readonly [Model, ...Model[]], assets: Assets): readonly Source[] {
  const [model] = models;
  const bundle = bundleOf(models);
  return [
    { path: "client.d.ts", text: emitClientTypes(model) },
    { path: "client.js", text: emitClient(model, assets.client) },
    { path: "flags.cjs", text: commonModule },
    { path: "flags.d.cts", text: `${header}\nexport * from "./flags.js";\n` },
    { path: "flags.d.ts", text: emitTypes(model) },
    { path: "flags.js", text: emitModule(bundle, assets.runtime) },
    { path: "flags.json", text: serialize(bundle) },
    { path: "package.json", text: modulePackage },
    { path: "watch.d.ts", text: watchTypes },
    { path: "watch.js", text: `${header}\n${assets.watch.trimEnd()}\n` },
  ];
}
