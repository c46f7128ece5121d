import { mewsError } from '../../foundation/errors/mews-error.ts';

/** Throws unless a response with this status may be sent before the response: 100 and 101 are the server's own. Errors: RangeError, headersSent. */
export function checkInterim(statusCode: number, hasStarted: boolean): void {
  if (!Number.isInteger(statusCode) || statusCode < 102 || statusCode > 199) throw new RangeError(`${statusCode} is not the status code of an interim response.`);
  if (hasStarted) throw mewsError('headersSent', { what: 'An interim response' });
}
