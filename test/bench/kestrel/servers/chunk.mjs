/** What a download writes at once. */
export const CHUNK = 65_536;

/** A chunk of its own each time, filled: what is queued without back-pressure shows in memory. */
export const filledChunk = (bytesLeft) => Buffer.alloc(Math.min(CHUNK, bytesLeft), 'x');
