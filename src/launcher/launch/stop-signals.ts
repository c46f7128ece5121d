/** The user's wish to end, as the door hears it: Ctrl+C once (or SIGTERM), and then again. */
export interface StopSignals {
  /** Aborts with the signal's name as its reason: stop gracefully. */
  readonly graceful: AbortSignal;
  /** Aborts at the second signal: end everything at once. */
  readonly now: AbortSignal;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Which signal asked to stop; undefined while none has. */
export function stopSignal({ graceful }: StopSignals): StopSignal | undefined {
  return graceful.aborted ? (graceful.reason as StopSignal) : undefined;
}

/** Resolves when the user asks to stop. */
export function untilStop({ graceful }: StopSignals): Promise<void> {
  if (graceful.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    graceful.addEventListener('abort', () => resolve(), { once: true });
  });
}
