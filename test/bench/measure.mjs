// Figures are samples of subjects that took turns: the n-th sample of each was taken in the n-th round. So a ratio is
// that of neighbours in time, and what else the machine does falls on both.

/** The middle of a list of numbers, or the mean of the two in the middle. */
export function median(numbers) {
  if (numbers.length === 0) throw new Error("a median needs numbers");
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The median of what one subject took for what another took in the same round. */
export function ratio(samples, base) {
  return median(samples.map((sample, round) => sample / base[round]));
}

/** So many rounds of subjects in turn: a list of samples for each. What the first pays alone, the median leaves out. */
export function inTurn(rounds, subjects) {
  const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, subject] of Object.entries(subjects)) samples[name].push(subject());
  return samples;
}
