/** Milliseconds, some 24.8 days: Node's timers take 2^31 - 1, and Node adds a second to its keep-alive time. */
const LONGEST = 2_147_000_000;

/** A time limit in milliseconds, which may be a fraction or Infinity, as Node's servers take one: a whole number. */
export function timerDelay(milliseconds: number): number {
  return Math.min(Math.ceil(milliseconds), LONGEST);
}
