/** What nobody gets has room at once: an app that writes without end must leave the others their turn all the same. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
