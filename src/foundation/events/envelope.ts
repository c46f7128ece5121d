import type { AppEvent, HostCommand } from './event.ts';

const TAG = 'mews';

/** IPC carries the app's own messages too: ours travel in an envelope that names them. */
export interface Envelope<T> {
  readonly [TAG]: T;
}

export function seal<T extends AppEvent | HostCommand>(message: T): Envelope<T> {
  return { [TAG]: message };
}

/** The message in an envelope of ours, or nothing for whatever else arrives on the channel. */
export function unseal<T extends AppEvent | HostCommand>(received: unknown): T | undefined {
  if (typeof received !== 'object' || received === null || !(TAG in received)) return undefined;
  return (received as Envelope<T>)[TAG];
}
