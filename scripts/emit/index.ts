import type { Model } from "../model.ts";
import { serialize } from "../runtime/serialize.ts";
import type { Source } from "../source.ts";
import { bundleOf } from "./bundle.ts";
import { header } from "./header.ts";
import { commonModule, emitModule } from "./module.ts";
import { emitTypes } from "./types.ts";
import { emitWatch, watchTypes } from "./watch.ts";

/** Texts of the compiler's own package that go into the outputs. */
export interface Assets {
  /** The evaluator, as one script that declares `flagstone`. */
  readonly runtime: string;
  /** watch.js. */
  readonly watch: string;
}

/** All outputs of a model without errors, with paths relative to their folder. The same model gives the same bytes. */
export function emit(model: Model, assets: Assets): readonly Source[] {
  const bundle = bundleOf(model);
  return [
    { path: "flags.cjs", text: commonModule },
    { path: "flags.d.cts", text: `${header}\nexport * from "./flags.js";\n` },
    { path: "flags.d.ts", text: emitTypes(model) },
    { path: "flags.js", text: emitModule(bundle, assets.runtime) },
    { path: "flags.json", text: serialize(bundle) },
    { path: "watch.d.ts", text: watchTypes },
    { path: "watch.js", text: emitWatch(assets.watch) },
  ];
}
