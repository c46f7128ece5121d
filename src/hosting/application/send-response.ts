import type { HttpContext } from '../http/http-context.ts';

/** Writes a web `Response` to the client: status, headers (each Set-Cookie a line of its own), body as it comes. */
export async function sendResponse(context: HttpContext, from: Response): Promise<void> {
  const { response } = context;
  response.statusCode = from.status;
  const cookies = from.headers.getSetCookie();
  for (const [name, value] of from.headers) {
    if (name !== 'set-cookie') response.headers.set(name, value);
  }
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  if (!from.body) return;
  if (context.request.method === 'HEAD') await from.body.cancel();
  else await pump(from.body, context);
}

/** A client that goes away cancels the source, also while the source has nothing to say. */
async function pump(body: ReadableStream<Uint8Array>, context: HttpContext): Promise<void> {
  const reader = body.getReader();
  const aborted = context.requestAborted;
  const cancel = (): void => void reader.cancel(aborted.reason).catch(() => {});
  aborted.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || aborted.aborted) return;
      await context.response.write(value);
    }
  } catch (error) {
    cancel();
    if (!aborted.aborted) throw error;
  } finally {
    aborted.removeEventListener('abort', cancel);
  }
}
