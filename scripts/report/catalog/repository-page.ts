import type { RepositoryPage } from "./site.ts";

/**
 * The page of a repository, from the URL of its remote; undefined if the host has no pages. A user in
 * the URL, with or without a password, is left out.
 */
export function repositoryPage(remote: string | undefined, hasGitlabFile: boolean): RepositoryPage | undefined {
  const [, host, path] =
    /^(?:https?|git|ssh|git\+ssh|git\+https):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/+(.+?)(?:\.git)?\/*$/.exec(
      remote ?? "",
    ) ??
    /^(?:[\w.-]+@)?([\w.-]+\.[\w-]+):(?!\/\/)\/?(.+?)(?:\.git)?\/*$/.exec(remote ?? "") ??
    [];
  if (host === undefined || path === undefined || /[\s"'<>\\?#@]/.test(path)) return undefined;
  const style = hasGitlabFile || host.includes("gitlab") ? "gitlab" : host.includes("bitbucket") ? "bitbucket" : "blob";
  return { url: `https://${host}/${path}`, style };
}
