import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { repository, workplace } from "./bundle.mjs";

/** A process that answers one question at a time; one that takes too long is ended, and the answer is undefined. */
export function startWorker() {
  let child;
  const begin = () => {
    child = fork(fileURLToPath(new URL("worker.mjs", import.meta.url)), [workplace], {
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
      const timer = setTimeout(() => end(() => resolve(undefined)), patience);
      process.once("exit", () => end(() => resolve(undefined)));
      process.once("message", ({ answer, problem }) =>
        end(() => (problem === undefined ? resolve(answer) : reject(new Error(problem)))),
      );
    });
  let ready;
  const stop = () => {
    ready = undefined;
    child?.kill("SIGKILL");
  };
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

/** Does a work for each item with several workers. */
export async function share(count, items, work) {
  const waiting = [...items];
  const one = async () => {
    const worker = startWorker();
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(worker, item);
    worker.stop();
  };
  await Promise.all(Array.from({ length: count }, one));
}
