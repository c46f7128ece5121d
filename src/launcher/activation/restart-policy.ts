/** Crashes longer ago than this many milliseconds do not count. */
const MEMORY = 60_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

/**
 * How long to wait before a process that served and died is started again: not at all after the first crash, then longer each
 * time while the crashes come fast. `crashes`: moments in milliseconds, the last one included.
 */
export function restartPause(crashes: readonly number[]): number {
  const last = crashes.at(-1) ?? 0;
  const recent = crashes.filter((at) => last - at <= MEMORY).length;
  return recent <= 1 ? 0 : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (recent - 2));
}
