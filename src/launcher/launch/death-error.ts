import { type MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import { exitCodeOf } from './exit-code.ts';

/** The end of a process that has said nothing of why. */
export function deathError(exit: ProcessExit): MewsError {
  return mewsError('appDied', { exitCode: exitCodeOf(exit, undefined), reason: exit.signal ? `it was ended by ${exit.signal}` : 'it said nothing of an error' });
}
