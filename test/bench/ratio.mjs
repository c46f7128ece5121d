/** The middle value; of an even number of them, the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One line: the median ratio, its spread over the rounds, the target. */
export function report(what, ratios, target) {
  const shown = (value) => value.toFixed(2);
  const spread = `${shown(Math.min(...ratios))}–${shown(Math.max(...ratios))}`;
  const met = median(ratios) <= target ? 'met' : 'MISSED';
  console.log(`${what}: ${shown(median(ratios))}× [${spread}], ${ratios.length} rounds, target ≤ ${target}× ${met}`);
}
