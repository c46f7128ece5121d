import { AsyncResource } from 'node:async_hooks';

/** The async context in which the server was loaded, which is that of no request. */
const SERVER = new AsyncResource('MewsServer');

/**
 * Runs work of the server that one request's doings set off, and that may be about others: their `AsyncLocalStorage` must not see
 * what that request has put into its own.
 */
export function outsideRequests<T>(work: () => T): T {
  return SERVER.runInAsyncScope(work);
}

/** Runs `method` of a request in an async context of its own: what it enters (`AsyncLocalStorage.enterWith`) stays there. */
export function inRequestContext<T>(request: T, method: (this: T) => void): void {
  new AsyncResource('MewsRequest').runInAsyncScope(method, request);
}
