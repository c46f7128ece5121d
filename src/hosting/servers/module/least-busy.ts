/** The one with the fewest requests; of several the first. */
export function leastBusy<T extends { readonly busy: number }>(choices: readonly T[]): T | undefined {
  const [first, ...others] = choices;
  return others.reduce<T | undefined>((least, other) => (least && other.busy >= least.busy ? least : other), first);
}
