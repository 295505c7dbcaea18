import { formatEnd } from "../../../model/time.ts";
import { pagePath } from "../links.ts";
import type { LookUpData } from "../look-up/look-up-data.ts";
import { Out } from "../parts/out.tsx";
import { Kind, Text } from "../parts/words.tsx";
import type { CustomerQuestion, NameAnswer, Why } from "./answer-customer.ts";
import type { Gathered } from "./gather-customer.ts";

interface CustomerAnswersProps {
  readonly data: LookUpData;
  readonly question: CustomerQuestion;
  readonly gathered: readonly Gathered[];
  readonly answers: readonly NameAnswer[];
  /** Other scopes with the same id. */
  readonly others: readonly string[];
}

/** What a customer gets: first what is specific to it or its groups, then what everyone gets. */
export function CustomerAnswers({ data, question, gathered, answers, others }: CustomerAnswersProps) {
  const own = answers.filter(({ isOwn }) => isOwn);
  const common = answers.filter(({ isOwn }) => !isOwn);
  const kin = gathered.slice(1);
  return (
    <>
      <section class="card customer" aria-label="Customer">
        <h2>
          <small>{question.scope}</small>{" "}
          <b class="name">
            <Text>{question.id}</Text>
          </b>
        </h2>
        <p class="hint">
          {kin.map(({ scope, id }) => (
            <span key={`${scope} ${id}`} class="tag">
              {scope === question.scope ? "now " : "of "}
              {scope}{" "}
              <a href={`#${new URLSearchParams({ scope, id })}`}>
                <Text>{id}</Text>
              </a>
            </span>
          ))}
          {others.map((scope) => (
            <span key={scope} class="tag">
              there is also{" "}
              <a href={`#${new URLSearchParams({ scope, id: question.id })}`}>
                {scope} <Text>{question.id}</Text>
              </a>
            </span>
          ))}
        </p>
      </section>
      <Answers
        title="Specific to this customer"
        answers={own}
        data={data}
        none="Nothing: it gets what everyone gets."
      />
      <Answers title="As everyone" answers={common} data={data} none="Nothing." />
    </>
  );
}

interface AnswersProps {
  readonly title: string;
  readonly answers: readonly NameAnswer[];
  readonly data: LookUpData;
  readonly none: string;
}

function Answers({ title, answers, data, none }: AnswersProps) {
  return (
    <section>
      <h2>
        {title} <span class="number">{answers.length}</span>
      </h2>
      {answers.length === 0 ? (
        <p class="none">{none}</p>
      ) : (
        <div class="scroll">
          <table class="answers">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Gets</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {answers.map((answer) => (
                <Answer key={`${answer.kind} ${answer.name}`} answer={answer} data={data} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Answer({ answer, data }: { readonly answer: NameAnswer; readonly data: LookUpData }) {
  const { kind, name, value, why, until, untold } = answer;
  return (
    <tr>
      <td>
        <a class="name" href={pagePath(kind, name)}>
          <Text>{name}</Text>
        </a>{" "}
        <Kind kind={kind} />
      </td>
      <td>
        <span class={`pill ${value === "true" || value === "kept" ? "on" : value === "false" ? "off" : "v0"}`}>
          <Text>{value}</Text>
        </span>
      </td>
      <td>
        <ol class="why">
          {why.map((each, index) => (
            <li key={index}>
              <Text>{each.what}</Text> <Line why={each} data={data} />
            </li>
          ))}
        </ol>
        {until === undefined ? null : <small>until {formatEnd(until.getTime())}</small>}
        {untold.length === 0 ? null : <small>untold: {untold.join(", ")}</small>}
      </td>
    </tr>
  );
}

function Line({ why, data }: { readonly why: Why; readonly data: LookUpData }) {
  const [path, url] = data.files[why.file] ?? ["", null];
  return (
    <Out href={url === null ? undefined : `${url}${why.line}`}>
      <code class="path">
        {path}:{why.line}
      </code>
    </Out>
  );
}
