import { gate } from "../gate/gate.ts";
import type { Code } from "../model/codes.ts";
import type { EditContext } from "./context.ts";

/** What a policy of the gate will say about a file after the edit; empty without a history. */
export function predictGate({ draft, host, tree, asOf }: EditContext, path: string, code: Code): readonly string[] {
  const repository = host.openRepository(tree.root);
  if (repository === undefined) return [];
  const options = { asOf, now: host.now(), newOnly: true, allowExpired: true };
  const verdict = gate(draft.tree, repository, { ...options, base: repository.upstream ?? "HEAD" });
  if (typeof verdict === "string") return [];
  const findings = verdict.diagnostics.filter((each) => each.code === code && each.span.source.path === path);
  return findings.map(({ message, hint }) => `\`check --base\` will reject this: ${message}; ${hint}`);
}
