import type { Project } from "./project.ts";

/** The call that checks the instance from the top of the repository, and never installs anything. */
export function checkCommand(project: Project, ...words: readonly string[]): string {
  return commandAt(project, "check", ...words);
}

/** A call of the installed command from the top of the repository. */
export function commandAt({ folder, manager }: Project, ...words: readonly string[]): string {
  const run = { npm: "npx --no-install", pnpm: "pnpm exec", yarn: "yarn run", bun: "bun run" }[manager.name];
  const place = folder === "" ? [] : ["-C", folder.slice(0, -1)];
  const [command = "", ...others] = words;
  return [run, "flagstone", command, ...place, ...others].join(" ");
}
