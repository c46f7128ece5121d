import { Readable } from 'node:stream';
import { HttpContext } from '../http/http-context.ts';
import { NodeHttpFeature } from '../http/node-http-feature.ts';
import { HttpRequestFeature } from '../http/request-features.ts';
import { requiredFeature } from '../http/required-feature.ts';
import type { HttpApplication } from './http-application.ts';
import { sendResponse } from './send-response.ts';

/** What Hono, h3, Elysia, srvx entries and hand-written `{ fetch }` objects have in common. */
export interface FetchApp {
  /** `env` is what Hono's Node server gives: Node's request and response, where the server has them. */
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
}

/** Methods that the Fetch standard forbids to make a Request of. */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Serves a fetch app: real `Request` and `Response`, bodies streamed both ways, `request.signal` fires when the client leaves. */
export function fetchApplication(app: FetchApp): HttpApplication<HttpContext> {
  return {
    createContext: (features) => new HttpContext(features),
    disposeContext: () => {},
    async processRequest(context) {
      const request = toRequest(context);
      if (typeof request === 'number') {
        context.response.statusCode = request;
        return;
      }
      const node = context.features.get(NodeHttpFeature);
      const env = node && { incoming: node.request, outgoing: node.response };
      const response = await app.fetch(request, env);
      // Hono's Node server answers with no Response when the app has taken over the connection.
      if (node?.response.writableEnded || node?.response.headersSent) return;
      if (!(response instanceof Response) && !isForeignResponse(response)) {
        throw new TypeError(`fetch(${request.method} ${request.url}) returned ${String(response)} instead of a Response.`);
      }
      await sendResponse(context, response);
    },
  };
}

/** The web Request, or the status that says why there cannot be one. */
function toRequest(context: HttpContext): Request | number {
  const feature = requiredFeature(context.features, HttpRequestFeature);
  if (FORBIDDEN.has(feature.method)) return 501;
  const url = `${feature.scheme}://${context.request.host || 'localhost'}${feature.path}${feature.queryString}`;
  if (!URL.canParse(url)) return 400;
  const hasBody = feature.method !== 'GET' && feature.method !== 'HEAD';
  return new Request(url, {
    method: feature.method,
    headers: [...feature.headers],
    signal: context.requestAborted,
    ...(hasBody && { body: Readable.toWeb(feature.body) as ReadableStream<Uint8Array>, duplex: 'half' }),
  });
}

/** A `Response` of another fetch implementation (a polyfill, @hono/node-server's light one) works as well. */
function isForeignResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'body' in value;
}
