import type { Host } from "../host/host.ts";
import { cannotRun, type Outcome } from "../report/outcome.ts";

/** The outcome of a command that needs an instance, if no `package.json` with the key `flagstone` was found. */
export function missingConfig({ directory, instancesBelow }: Pick<Host, "directory" | "instancesBelow">): Outcome {
  const below = instancesBelow();
  const [first] = below;
  const missing = `no package.json with the key \`flagstone\` in \`${directory}\` or above it`;
  if (first === undefined)
    return cannotRun(`${missing}; name the folder that has it with \`-C <folder>\`, or begin with \`flagstone init\``);
  if (below.length === 1) return cannotRun(`${missing}; there is one in \`${first}\`: run it with \`-C ${first}\``);
  return cannotRun(
    `${missing}; choose one of those below with \`-C <folder>\``,
    ...below.map((folder) => `-C ${folder}`),
  );
}

/** The outcome of a command that does not report findings, if the config has errors. */
export function unreadableConfig(): Outcome {
  return cannotRun("the config in `package.json` cannot be read; see `flagstone check`");
}
