import { median, ratio } from "./measure.mjs";

/**
 * A row of a table: what was measured, its samples and its baseline.
 * `work` names it and is unique in its table; `unit` is ns, ms, MB or bytes; `base` is `[name, samples]`;
 * `atMost` is the target: for the ratio if there is a base, otherwise for the median.
 */
export function figure({ work, unit, samples, base, atMost }) {
  const value = median(samples);
  const against =
    base === undefined ? undefined : { name: base[0], value: median(base[1]), ratio: ratio(samples, base[1]) };
  const judged = against === undefined ? value : against.ratio;
  return { work, unit, value, against, atMost, met: atMost === undefined ? undefined : judged <= atMost };
}

/**
 * How the cost grows with ten times the customers, after subtracting the cost of a few: samples for few customers, for
 * many, and for ten times as many.
 */
export function growth({ work, unit, few, many, most, atMost }) {
  const grown = (samples) => samples.map((sample, round) => sample - few[round]);
  return figure({ work, unit, samples: grown(most), base: ["100,000 customers", grown(many)], atMost });
}
