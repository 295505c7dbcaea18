// Figures are samples of subjects that take turns: the n-th sample of each is from the n-th round. So a ratio compares
// neighbours in time, and other load on the machine affects both.

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

/** Measures subjects in turn for this many rounds: a list of samples for each. The median ignores one-time costs. */
export function inTurn(rounds, subjects) {
  const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, subject] of Object.entries(subjects)) samples[name].push(subject());
  return samples;
}
