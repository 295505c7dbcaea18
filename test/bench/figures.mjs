import { median, ratio } from "./measure.mjs";

/**
 * A row of a table: what was done, its samples, and what they are compared with.
 * `work` names it and is unique in its table; `unit` is ns, ms, MB or bytes; `base` is `[name, samples]`;
 * `atMost` is the bar, for the ratio if there is a base and for the median if there is none.
 */
export function figure({ work, unit, samples, base, atMost }) {
  const value = median(samples);
  const against =
    base === undefined ? undefined : { name: base[0], value: median(base[1]), ratio: ratio(samples, base[1]) };
  const judged = against === undefined ? value : against.ratio;
  return { work, unit, value, against, atMost, met: atMost === undefined ? undefined : judged <= atMost };
}

/**
 * How much more of something ten times the customers cost, once what a handful costs is taken off: samples of the few,
 * the many and ten times as many.
 */
export function growth({ work, unit, few, many, most, atMost }) {
  const grown = (samples) => samples.map((sample, round) => sample - few[round]);
  return figure({ work, unit, samples: grown(most), base: ["100,000 customers", grown(many)], atMost });
}
