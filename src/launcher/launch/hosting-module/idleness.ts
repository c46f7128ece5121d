import type { AppEvent } from '../../../foundation/events/event.ts';
import type { Worker } from './worker.ts';

/** How often, within the time after which it counts as idle, a worker is asked. */
const LOOKS = 4;
const SHORTEST_PAUSE = 250;

type Activity = Extract<AppEvent, { type: 'activity' }>;

/** Resolves with true when a worker had nothing to do for `timeout` milliseconds, with false when it has ended before. */
export function idleness({ process }: Worker, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    let last: Activity | undefined;
    let busyAt = performance.now();
    const look = (): void => void process.running.send({ type: 'tellActivity' });
    const timer = setInterval(look, Math.max(SHORTEST_PAUSE, timeout / LOOKS)).unref();
    const hear = process.onEvent;
    process.onEvent = (event) => {
      hear(event);
      if (event.type !== 'activity') return;
      if (event.inFlight > 0 || event.received !== last?.received) busyAt = performance.now();
      last = event;
      if (performance.now() - busyAt < timeout) return;
      clearInterval(timer);
      resolve(true);
    };
    void process.exited.then(() => {
      clearInterval(timer);
      resolve(false);
    });
  });
}
