import type { ReadableHeaders } from '../../http/headers.ts';

/** A response that goes on until somebody ends it, and whose client then asks again by itself (server-sent events, HTML standard section 9.2). */
export function isEventStream({ hasStarted, isComplete, headers }: { readonly hasStarted: boolean; readonly isComplete: boolean; readonly headers: ReadableHeaders }): boolean {
  return hasStarted && !isComplete && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}
