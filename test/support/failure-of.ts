import { MewsError } from '../../src/foundation/errors/mews-error.ts';

/** The MewsError that `action` throws; any other outcome fails the test. */
export function failureOf(action: () => unknown): MewsError {
  try {
    action();
  } catch (error) {
    if (error instanceof MewsError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
