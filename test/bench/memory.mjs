/** The megabytes that this process holds after garbage collection, in and outside the heap. Needs --expose-gc. */
export function heldMegabytes() {
  for (let times = 0; times < 3; times++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
