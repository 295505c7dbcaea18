import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { repository, workplace } from "./bundle.mjs";

/**
 * A process that answers one question at a time. If it takes longer than its limit, or than it has announced, it is killed, and
 * the answer is undefined.
 */
export function startWorker(mutants) {
  let child;
  const begin = () => {
    child = fork(fileURLToPath(new URL("worker.mjs", import.meta.url)), [workplace, `${mutants}`], {
      cwd: repository,
      stdio: ["ignore", "ignore", process.env.MUTANTS_LOUD ? "inherit" : "ignore", "ipc"],
    });
    return answerOf(120_000);
  };
  const answerOf = (patience) =>
    new Promise((resolve, reject) => {
      const process = child;
      const end = (use) => {
        clearTimeout(timer);
        process.removeAllListeners();
        use();
      };
      const stopAfter = (milliseconds) => setTimeout(() => end(() => resolve(undefined)), milliseconds);
      let timer = stopAfter(patience);
      process.once("exit", () => end(() => resolve(undefined)));
      process.on("message", ({ within, answer, problem }) => {
        if (within === undefined) end(() => (problem === undefined ? resolve(answer) : reject(new Error(problem))));
        else {
          clearTimeout(timer);
          timer = stopAfter(within);
        }
      });
    });
  let ready;
  const stop = () => {
    ready = undefined;
    child?.kill("SIGKILL");
  };
  process.on("exit", stop);
  return {
    stop,
    async ask(question, patience, isFresh = false) {
      if (isFresh) stop();
      ready ??= begin();
      await ready;
      const waiting = answerOf(patience);
      child.send(question);
      const answer = await waiting;
      if (answer === undefined) stop();
      return answer;
    },
  };
}

/** Runs `work` for each item, on several workers with the given mutants. */
export async function share({ workers, mutants }, items, work) {
  const waiting = [...items];
  const one = async () => {
    const worker = startWorker(mutants);
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(worker, item);
    worker.stop();
  };
  await Promise.all(Array.from({ length: workers }, one));
}
