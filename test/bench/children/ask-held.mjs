// The nanoseconds of an answer by a held lookup, in turn, in one process: of a module alone, and of another
// build of it with `testing.js` loaded but no answers set; the best of rounds. Request: { plain, tested, flag }.
import { pathToFileURL } from "node:url";

const { plain, tested, flag } = JSON.parse(process.argv[2]);
const hold = async (path) => (await import(pathToFileURL(path).href)).lookup({ account: "acme" }, { at: 0 });
const held = { plain: await hold(plain), tested: await hold(tested) };
await import(pathToFileURL(tested.replace(/flags\.js$/, "testing.js")).href);
const [rounds, questions] = [60, 200_000];
// A separate function for each, so that neither is optimized for the other.
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
