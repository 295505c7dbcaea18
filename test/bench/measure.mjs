// Subjects take turns, so the n-th samples of all come from the same round: a ratio compares two samples taken close together,
// and other load on the machine slows both.

/** The median of a list of numbers. */
export function median(numbers) {
  if (numbers.length === 0) throw new Error("a median needs numbers");
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The median of the ratios of two subjects in the same round. */
export function ratio(samples, base) {
  return median(samples.map((sample, round) => sample / base[round]));
}

/** Measures subjects in turn for this many rounds, and returns the samples of each. One-time costs disappear in the median. */
export function inTurn(rounds, subjects) {
  const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, subject] of Object.entries(subjects)) samples[name].push(subject());
  return samples;
}
