/** The path by which a host knows a file: from the root of the git repository, without `.` and `..`. */
export function hostPath(gitPrefix: string, path: string): string {
  const whole = gitPrefix + path;
  if (!/(?:^|\/)(?:\.|\/|$)/.test(whole)) return whole;
  const parts: string[] = [];
  for (const part of whole.split("/"))
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  return parts.join("/");
}
