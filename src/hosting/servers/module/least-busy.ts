/** The one with the fewest requests; of several the first. */
export function leastBusy<T extends { readonly busy: number }>(choices: readonly T[]): T | undefined {
  let [least] = choices;
  for (let at = 1; at < choices.length; at++) {
    const choice = choices[at];
    if (least && choice && choice.busy < least.busy) least = choice;
  }
  return least;
}
