import { count } from "../../../model/text/words.ts";
import { dayLength, formatDay, type Instant } from "../../../model/time.ts";
import type { DatedEvent } from "../facts/agenda.ts";

/** The number of weeks that are drawn. */
const weeks = 13;

/** How many names expire in each of the coming weeks, Monday to Sunday, and how many after that. */
export function WeekBars({ events, today }: { readonly events: readonly DatedEvent[]; readonly today: Instant }) {
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayLength;
  const bars = Array.from({ length: weeks }, (_, index) => {
    const [start, end] = [monday + index * 7 * dayLength, monday + (index + 1) * 7 * dayLength];
    const own = events.filter(({ at }) => at - 1 >= Math.max(start, today) && at - 1 < end);
    return { start, end, own };
  });
  const last = bars.at(-1)?.end ?? today;
  const later = events.filter(({ at }) => at - 1 >= last).length;
  const past = events.filter(({ at }) => at <= today).length;
  const isEmpty = bars.every(({ own }) => own.length === 0);
  const most = Math.max(3, ...bars.map(({ own }) => own.length));
  return (
    <>
      {isEmpty ? null : (
        <ol class="weeks">
          {bars.map(({ start, end, own }) => (
            <li
              key={start}
              title={
                own
                  .slice(0, 20)
                  .map(({ name }) => name)
                  .join(", ") || "nothing"
              }
            >
              <a href={`names.html#q=expires:>=${formatDay(start)}+expires:<${formatDay(end)}&sort=expiry`}>
                <span class="column" aria-hidden="true">
                  <b>{own.length === 0 ? "" : own.length}</b>
                  <i
                    style={`height:${Math.round((own.length / most) * 80)}%`}
                    class={own.length === 0 ? "empty" : ""}
                  />
                </span>
                <small>
                  <span class="away">Week of </span>
                  {formatDay(start).slice(5)}
                  <span class="away">: {count(own.length, "name")}</span>
                </small>
              </a>
            </li>
          ))}
        </ol>
      )}
      <p class={isEmpty ? "none" : "hint"}>
        {isEmpty ? `No name expires in the next ${weeks} weeks. ` : ""}
        {past === 0 ? null : (
          <>
            <a href="names.html#q=state:expired">{past} expired before</a>.{" "}
          </>
        )}
        {later === 0 ? (
          "None later."
        ) : (
          <>
            <a href={`names.html#q=expires:>=${formatDay(last)}&sort=expiry`}>{later} later</a>.
          </>
        )}
      </p>
    </>
  );
}
