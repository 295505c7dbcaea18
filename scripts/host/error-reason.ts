const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBADF: "it is not open for writing",
  ECHANGED: "it changed in the meantime; run the command again",
  EEXIST: "something with that name exists already",
  EIO: "the device failed",
  EISDIR: "it is a folder",
  ELOOP: "it is a symbolic link that points to itself",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of its path is not a folder",
  ENOTFILE: "it is a device or a pipe, which cannot be replaced",
  EPIPE: "its reader has closed it",
  EPERM: "the operation is not permitted",
  EROFS: "the disk is read-only",
};

/** Why a file operation failed, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (code || String(error));
}
