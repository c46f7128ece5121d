/** Resolves after so many milliseconds; after none for infinity. */
export type After = (milliseconds: number) => Promise<void>;

/** Does `work` with timers that end with it. */
export async function withTimers<T>(work: (after: After) => Promise<T>): Promise<T> {
  const timers: NodeJS.Timeout[] = [];
  const after: After = (milliseconds) =>
    new Promise((resolve) => {
      if (Number.isFinite(milliseconds)) timers.push(setTimeout(resolve, milliseconds));
    });
  try {
    return await work(after);
  } finally {
    timers.forEach((timer) => clearTimeout(timer));
  }
}
