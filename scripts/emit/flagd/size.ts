/** Sizes in bytes above which one of the ways to flagd no longer works, the largest first. */
const limits = [
  { kibibytes: 4096, consequence: "providers that sync over gRPC refuse it at their default limit" },
  {
    kibibytes: 1536,
    consequence: "etcd refuses it as a resource of the operator; serve the file over HTTP or from a bucket",
  },
  { kibibytes: 1024, consequence: "it does not fit into a ConfigMap" },
  { kibibytes: 256, consequence: "`kubectl apply` takes it only with `--server-side`" },
];

/** What happens to a file of this size, if it is large. */
export function sizeNote(path: string, text: string): string | undefined {
  const kibibytes = Buffer.byteLength(text) / 1024;
  const limit = limits.find((each) => kibibytes > each.kibibytes);
  if (limit === undefined) return undefined;
  return `${path} has ${Math.ceil(kibibytes)} KiB, more than ${limit.kibibytes}: ${limit.consequence}`;
}
