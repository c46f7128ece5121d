/**
 * The one promise for everything that was done at once. Who gets it need not wait: the server compares, and goes on in the
 * same turn.
 */
export const DONE: Promise<void> = Promise.resolve();
