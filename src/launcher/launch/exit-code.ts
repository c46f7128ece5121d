import { constants } from 'node:os';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import type { StopSignal } from './stop-signals.ts';

/** The exit code of a launch: the app's own; after a signal of the user's that the app did not answer with one, 130 or 143. */
export function exitCodeOf({ code, signal }: ProcessExit, stoppedBy: StopSignal | undefined): number {
  if (code !== null) return code;
  const decisive = stoppedBy ?? signal;
  return decisive === null ? 1 : 128 + constants.signals[decisive];
}
