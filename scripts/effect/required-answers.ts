import type { Question, Told } from "../runtime/decide/question.ts";
import type { Decision } from "../runtime/declare/declarations.ts";
import type { Data } from "../runtime/declare/live-data.ts";
import type { RevisionQuestion } from "./revision.ts";

/** A look at a hash. */
type Look = Parameters<NonNullable<Told["hashOf"]>>;

/** What flags answer in questions that differ only in the decision, by the keys of the flags. */
interface Known {
  readonly answers: Map<number, number>;
  /** The hashes that an answer depends on. */
  readonly looks: Map<number, readonly Look[]>;
}

/** So many answers are kept. */
const mostAnswers = 1_000_000;

const kept = new WeakMap<Data, { readonly known: Map<string, Known>; count: number }>();

/**
 * Lets a question about a decision know what the flags that others require answered in others like it. Without that, each
 * flag in a chain of requirements would ask all flags before it again.
 */
export function sharingAnswers(question: Question, asked: RevisionQuestion, { requires }: Decision): Question {
  // In a part of a space, each question must hear what its own answer asks callers to tell. And a flag that requires no
  // other is asked as quickly as its answer is looked up.
  if (asked.cell !== undefined || !requires.some(({ flag }) => flag.requires.length > 0)) return question;
  const { data, told } = question;
  const all = kept.get(data) ?? { known: new Map<string, Known>(), count: 0 };
  kept.set(data, all);
  if (all.count > mostAnswers) {
    all.known.clear();
    all.count = 0;
  }
  const key = JSON.stringify([asked.at, asked.context, asked.created, asked.hashes?.key()]);
  const known: Known = all.known.get(key) ?? { answers: new Map(), looks: new Map() };
  all.known.set(key, known);
  const { answers, looks } = known;

  const { hashOf } = told;
  const own = new Map<number, number>();
  let looked: Look[] = [];

  /** The looks of the required flags that an answer depends on: none after the first that is not met. */
  function* looksBehind({ requires }: Decision): Generator<Look> {
    for (const { flag, values } of requires) {
      yield* looks.get(flag.key) ?? [];
      if (!values.includes(own.get(flag.key) as number)) return;
    }
  }

  const noted =
    hashOf &&
    ((...look: Look): ReturnType<typeof hashOf> => {
      looked.push(look);
      return hashOf(...look);
    });
  const required: Told["required"] = {
    find: ({ key }) => {
      looked = [];
      const answer = answers.get(key);
      if (answer !== undefined) for (const look of looks.get(key) ?? []) hashOf?.(...look);
      return answer;
    },
    note: (flag, answer) => {
      own.set(flag.key, answer);
      if (answers.has(flag.key)) return;
      const distinct = new Map([...looksBehind(flag), ...looked].map((look) => [JSON.stringify(look), look]));
      if (distinct.size > 0) looks.set(flag.key, [...distinct.values()]);
      if (flag.requires.length === 0) return;
      answers.set(flag.key, answer);
      all.count++;
    },
  };
  return { ...question, told: { ...told, hashOf: noted, required } };
}
