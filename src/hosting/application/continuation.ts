import { DONE } from '../http/done.ts';
import type { HttpContext } from '../http/http-context.ts';
import type { RequestDelegate } from './request-delegate.ts';

/**
 * Runs the rest of the pipeline for the middleware before it, which may await what it gets. Most of the time nothing had to be
 * waited for: then nothing is made. An error that was thrown becomes a rejection.
 */
export function continueWith(next: RequestDelegate, context: HttpContext): Promise<void> {
  try {
    const result: unknown = next(context);
    if (result === undefined) return DONE;
    return result instanceof Promise ? result : Promise.resolve(result as void | PromiseLike<void>);
  } catch (error) {
    return Promise.reject(error);
  }
}
