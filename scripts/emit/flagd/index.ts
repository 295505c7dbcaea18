import { addTo } from "../../model/group-by.ts";
import type { Model } from "../../model/model.ts";
import type { Output } from "../../model/text/source.ts";
import { contentOf } from "../bundle.ts";
import { flagdDocument } from "./document.ts";
import { type FlagdDocument, flagdText } from "./flag-format.ts";
import { sizeNote } from "./size.ts";

/** Files that the config asks for, and what their users should know. */
export interface OptionalOutputs {
  readonly outputs: readonly Output[];
  readonly notes: readonly string[];
}

/** The rules for flagd in each environment, as a file and as a resource for its operator on Kubernetes. */
export function emitFlagd(models: readonly Model[]): OptionalOutputs {
  const made = models.map((model, index) => {
    const document = flagdDocument(contentOf([model]), model.config.flagd.maxMembers);
    const stem = index === 0 ? "flags" : `flags.${encodeURIComponent(model.environment)}`;
    const text = flagdText(document);
    return {
      document,
      file: { path: `${stem}.flagd.json`, text },
      resource: { path: `${stem}.crd.yaml`, text: resourceText(text) },
    };
  });
  const outputs = made.flatMap(({ file, resource }) => [resource, file]);
  const sizes = made.flatMap(({ file }) => sizeNote(file.path, file.text) ?? []);
  return { outputs, notes: [...leftOutNotes(made), ...caseNotes(models), ...sizes] };
}

/** The scopes and attributes whose texts flagd compares as they are. */
function caseNotes([model]: readonly Model[]): readonly string[] {
  const all = [...(model?.config.scopes.values() ?? []), ...(model?.attributes.values() ?? [])];
  const names = all.filter(({ ignoreCase }) => ignoreCase).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? [] : [`flagd does not ignore letter case: pass ${names.join(", ")} in lower case`];
}

/** Names that are in no file, once for all files that lack them. */
function leftOutNotes(made: readonly { readonly document: FlagdDocument; readonly file: { readonly path: string } }[]) {
  const notes = new Map<string, string[]>();
  for (const { document, file } of made)
    for (const [name, reasons] of document.leftOut)
      addTo(notes, `flagd cannot express \`${name}\` (${reasons.join(", ")})`, file.path);
  return [...notes].map(([what, paths]) => `${what}: it is not in ${paths.join(", ")}`);
}

/** JSON is YAML; a resource has no place for a schema. */
function resourceText(text: string): string {
  const spec = text
    .trimEnd()
    .replace(/^ {2}"\$schema".*\n/m, "")
    .replaceAll("\n", "\n    ");
  return `apiVersion: core.openfeature.dev/v1beta1
kind: FeatureFlag
metadata:
  name: flags
spec:
  flagSpec: ${spec}
`;
}
