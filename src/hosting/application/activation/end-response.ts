import type { ServerResponse } from 'node:http';

const EVENT_STREAM = /^content-type:[\t ]*text\/event-stream\b/im;

/** Ends a response that has no end of its own, an event stream, so that its client connects again. False for any other one. */
export function endResponse(response: ServerResponse): boolean {
  // What went out is the only place that has the fields of `writeHead`.
  const { _header: head } = response as ServerResponse & { _header?: string | null };
  if (response.writableEnded || !EVENT_STREAM.test(head ?? '')) return false;
  response.end();
  return true;
}
