import { mewsError } from '../../foundation/errors/mews-error.ts';

/** How long `mews watch` waits, in milliseconds. */
export interface WatchLimits {
  /** Connections for a version that is on its way, before the status host answers. `MEWS_HOLD_TIMEOUT`, default 30000. */
  readonly holdTimeout: number;
  /** A version that makes way for what is in flight on it: requests, event streams, WebSockets. `MEWS_DRAIN_TIMEOUT`, default 10000. */
  readonly drainTimeout: number;
}

const LONGEST = 3_600_000;

/** Throws badOption for what is no whole number of milliseconds up to an hour. */
export function readWatchLimits(env: Readonly<Record<string, string | undefined>>): WatchLimits {
  return { holdTimeout: read(env, 'MEWS_HOLD_TIMEOUT', 30_000), drainTimeout: read(env, 'MEWS_DRAIN_TIMEOUT', 10_000) };
}

function read(env: Readonly<Record<string, string | undefined>>, option: string, otherwise: number): number {
  const value = env[option];
  if (value === undefined || value === '') return otherwise;
  const milliseconds = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (milliseconds <= LONGEST) return milliseconds;
  throw mewsError('badOption', { option, value, expected: `a whole number of milliseconds from 0 to ${LONGEST}` });
}
