/** A count as row names write it: `100,000`. */
export function countOf(number) {
  return number.toLocaleString("en-US");
}

/** The values in one unit, from samples that have several. */
export function only(unit, samples) {
  return samples.map((sample) => sample[unit]);
}
