/** A count as in the name of a figure: `100,000`. */
export function countOf(number) {
  return number.toLocaleString("en-US");
}

/** The values of one unit, from samples with several. */
export function only(unit, samples) {
  return samples.map((sample) => sample[unit]);
}
