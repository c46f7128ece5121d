/** Who has gathered output. */
export interface Flushable {
  flush(): void;
}

let gathered: Flushable[] = [];

/**
 * Flushes `output` when everything has run that runs now: one callback for all connections of a round of the event loop,
 * and what an app writes piece by piece in it is one write.
 */
export function flushLater(output: Flushable): void {
  if (gathered.push(output) === 1) setImmediate(flushGathered);
}

function flushGathered(): void {
  const outputs = gathered;
  gathered = [];
  for (const output of outputs) output.flush();
}
