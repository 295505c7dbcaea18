// The nanoseconds per answer of a lookup made before, with a module alone and with another build of it whose `testing.js` is loaded
// but sets no answers. They take turns in one process, and the best round counts. Request: { plain, tested, flag }.
import { pathToFileURL } from "node:url";

const { plain, tested, flag } = JSON.parse(process.argv[2]);
const hold = async (path) => (await import(pathToFileURL(path).href)).lookup({ account: "acme" }, { at: 0 });
const held = { plain: await hold(plain), tested: await hold(tested) };
await import(pathToFileURL(tested.replace(/flags\.js$/, "testing.js")).href);
const [rounds, questions] = [60, 200_000];
// a separate function for each, so that neither is optimized for the other
const loop = () => new Function("held", "flag", "count", "for (; count > 0; count--) held.isEnabled(flag);");
const loops = { plain: loop(), tested: loop() };
const best = { plain: Number.POSITIVE_INFINITY, tested: Number.POSITIVE_INFINITY };
for (let round = 0; round < rounds; round++)
  for (const [name, run] of Object.entries(loops)) {
    const began = performance.now();
    run(held[name], flag, questions);
    best[name] = Math.min(best[name], ((performance.now() - began) / questions) * 1e6);
  }
console.log(JSON.stringify(best));
