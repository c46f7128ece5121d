import type { HttpContext } from '../http/http-context.ts';

/** Answers a request (ASP.NET Core `RequestDelegate`). */
export type RequestDelegate = (context: HttpContext) => void | Promise<void>;

/** A part of the pipeline: makes of the rest of it, `next`, the whole (`Func<RequestDelegate, RequestDelegate>` of ASP.NET Core). */
export type Component = (next: RequestDelegate) => RequestDelegate;

/** Looks at a request on its way in, and at its response on its way out; without `next` it answers alone. */
export type Middleware = (context: HttpContext, next: () => Promise<void>) => void | Promise<void>;

/**
 * An endpoint. What it returns is sent: a string as text, a `Response` as it is, any other value as JSON;
 * undefined means that it has written the response itself.
 */
export type Handler = (context: HttpContext) => unknown;
