/** The path by which a host knows a file: from the root of the git repository, without `.` and `..`. */
export function hostPath(gitPrefix: string, path: string): string {
  const parts: string[] = [];
  for (const part of (gitPrefix + path).split("/"))
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  return parts.join("/");
}
