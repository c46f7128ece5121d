import { type ErrorName, isFailure, type MewsError } from '../../foundation/errors/mews-error.ts';

/** Exit codes by the failure that they stand for. */
export type ExitCodes = Partial<Record<ErrorName, number>>;

/** The exit code that a command gives a failure; undefined where it has none of its own. */
export function failureExitCode(error: MewsError, codes: ExitCodes): number | undefined {
  const found = Object.entries(codes).find(([name]) => isFailure(error, name as ErrorName));
  return found?.[1];
}
