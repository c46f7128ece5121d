import type { ServerResponse } from 'node:http';
import { HttpContext } from '../../http/http-context.ts';
import { FetchEnvironment } from './fetch-environment.ts';
import { lightRequest } from './light-request.ts';
import { originOf } from './request-url.ts';
import type { HttpApplication } from '../http-application.ts';
import { sendResponse } from '../send-response.ts';

/** What Hono, h3, Elysia, srvx entries and hand-written `{ fetch }` objects have in common. */
export interface FetchApp {
  /** `env` is what Hono's Node server gives: Node's request and response, or of the request what the server has. */
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
}

interface Exchange {
  readonly context: HttpContext;
  readonly request: Request;
  readonly environment: FetchEnvironment;
}

/** Methods that the Fetch standard forbids to make a Request of. */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);
/** By this header Hono's Node server knows that the app answers through `env.outgoing`. */
const ALREADY_SENT = 'x-hono-already-sent';

/** Serves a fetch app: `Request` and `Response`, bodies streamed both ways, `request.signal` fires when the client leaves. */
export function fetchApplication(app: FetchApp): HttpApplication<HttpContext> {
  return {
    createContext: (features) => new HttpContext(features),
    disposeContext: () => {},
    processRequest: (context) => answer(app, context),
  };
}

function answer(app: FetchApp, context: HttpContext): void | Promise<void> {
  const { method, scheme, host } = context.request;
  const origin = originOf(scheme, host);
  if (origin === undefined || FORBIDDEN.has(method)) {
    context.response.statusCode = origin === undefined ? 400 : 501;
    return;
  }
  const exchange = { context, request: lightRequest(context, origin), environment: new FetchEnvironment(context) };
  const response = app.fetch(exchange.request, exchange.environment);
  return isResponse(response) ? send(exchange, response) : sendLater(exchange, response);
}

async function sendLater(exchange: Exchange, response: Promise<Response>): Promise<void> {
  await send(exchange, await response);
}

function send(exchange: Exchange, response: Response): void | Promise<void> {
  const { request, environment } = exchange;
  const taken = FetchEnvironment.takenFrom(environment);
  if (taken && (taken.headersSent || (isResponse(response) && response.headers.has(ALREADY_SENT)))) return untilClosed(taken);
  if (!isResponse(response)) throw new TypeError(`fetch(${request.method} ${request.url}) returned ${String(response)} instead of a Response.`);
  return sendResponse(exchange.context, response);
}

/** The app answers by itself, now or later. */
function untilClosed(response: ServerResponse): void | Promise<void> {
  if (response.closed || response.writableEnded) return;
  return new Promise((resolve) => response.once('close', () => resolve()));
}

/** A `Response` of another fetch implementation (a polyfill) works as well. */
function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'body' in value;
}
