/** A count as it stands in the name of a figure: `100,000`. */
export function countOf(number) {
  return number.toLocaleString("en-US");
}

/** The samples of one unit, of samples that have several. */
export function only(unit, samples) {
  return samples.map((sample) => sample[unit]);
}
