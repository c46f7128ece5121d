import type { HttpContext } from '../http/http-context.ts';
import type { WritableHeaders } from '../http/headers.ts';
import { HttpResponseFeature } from '../http/response-features.ts';
import { requiredFeature } from '../http/required-feature.ts';
import { LightHeaders } from './fetch/light-headers.ts';
import { partsOf, type ResponseParts } from './fetch/response-parts.ts';
import { isLeftOut } from './fetch/fetched-headers.ts';

/** Writes a web `Response` to the client: status, headers (each Set-Cookie a line of its own), body in one piece or as it comes. */
export function sendResponse(context: HttpContext, from: Response): void | Promise<void> {
  const parts = partsOf(from);
  return parts ? sendParts(context, parts) : sendStream(context, from);
}

function sendParts(context: HttpContext, parts: ResponseParts): void | Promise<void> {
  const { headers } = context.response;
  sendStatus(context, parts);
  if (parts.headers) sendFields(parts.headers, headers);
  else if (parts.contentType !== undefined) headers.set('content-type', parts.contentType);
  if (parts.body === null) return;
  const octets = lengthOf(parts.body);
  if (!parts.headers?.has('content-length')) headers.set('content-length', octets);
  if (octets === 0 || context.request.method === 'HEAD') return;
  return parts.body instanceof Blob ? pump(parts.body.stream(), context) : context.response.write(parts.body);
}

async function sendStream(context: HttpContext, from: Response): Promise<void> {
  const { headers } = context.response;
  sendStatus(context, from);
  for (const [name, value] of from.headers) {
    if (name === 'set-cookie') headers.append(name, value);
    else if (!isLeftOut(name, from)) headers.set(name, value);
  }
  if (!from.body) return;
  // Nobody waits for the source: of a cloned response it goes on until the other half is cancelled too.
  if (context.request.method === 'HEAD') void from.body.cancel().catch(() => {});
  else await pump(from.body, context);
}

function sendStatus(context: HttpContext, { status, statusText }: { readonly status: number; readonly statusText: string }): void {
  if (status !== 200) context.response.statusCode = status;
  if (statusText !== '') requiredFeature(context.features, HttpResponseFeature).reasonPhrase = statusText;
}

function sendFields(from: LightHeaders, to: WritableHeaders): void {
  for (const [name, value] of LightHeaders.fieldsOf(from)) {
    if (name === 'set-cookie') to.append(name, value);
    else if (name !== 'transfer-encoding') to.set(name, from.get(name) ?? '');
  }
}

function lengthOf(body: string | Uint8Array | Blob): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.byteLength : body.size;
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
      if (aborted.aborted) return context.abort();
      if (done) return;
      await context.response.write(value);
    }
  } catch (error) {
    cancel();
    if (!aborted.aborted) throw error;
  } finally {
    aborted.removeEventListener('abort', cancel);
  }
}
