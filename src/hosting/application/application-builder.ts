import type { HttpContext } from '../http/http-context.ts';
import { newBuilderState, type BuilderState } from './builder-state.ts';
import { continueWith } from './continuation.ts';
import { exceptionPageMiddleware } from './exception-page/exception-page-middleware.ts';
import type { ForwardedHeadersOptions } from './forwarded-headers/forwarded-headers-options.ts';
import { forwardedHeaders } from './forwarded-headers/use-forwarded-headers.ts';
import type { HostFilteringOptions } from './host-filtering/host-filter.ts';
import { hostFilteringMiddleware } from './host-filtering/host-filtering-middleware.ts';
import { publishedHost } from './host.ts';
import { branchAtPath, moveToPathBase } from './path-base.ts';
import type { Component, Handler, Middleware, RequestDelegate } from './request-delegate.ts';
import { RouteTable } from './routing/route-table.ts';
import { sendResult } from './send-result.ts';
import { toStaticFileRules, type StaticFileOptions } from './static-files/static-file-options.ts';
import { staticFilesMiddleware } from './static-files/static-files-middleware.ts';
import { WebSockets } from './web-sockets/web-sockets.ts';
import { toWebSocketRules, type WebSocketOptions } from './web-sockets/web-socket-options.ts';

type Predicate = (context: HttpContext) => boolean;
type Configure = (branch: ApplicationBuilder) => void;

/**
 * The pipeline under construction (ASP.NET Core `IApplicationBuilder`): middleware in the order it was added, then the
 * routes, then what `fallback` was given, else 404.
 */
export class ApplicationBuilder {
  readonly #components: Component[] = [];
  #routes: RouteTable | undefined;
  #fallback: RequestDelegate | undefined;
  protected readonly state: BuilderState;

  /** `parent`: the builder of which this one is a branch. */
  constructor(parent?: ApplicationBuilder) {
    this.state = parent ? { ...parent.state } : newBuilderState();
  }

  use(middleware: Middleware): this {
    return this.#add((next) => (context) => middleware(context, () => continueWith(next, context)));
  }

  /** Requests below `path` (whole segments, any case) go to the branch, with `path` moved to `pathBase` meanwhile. */
  map(path: string, configure: Configure): this {
    const branch = this.#branchOf(configure).build();
    return this.#add((next) => branchAtPath(path, { branch, next }));
  }

  /** Moves `path` from the path of each request below it to `pathBase`, for all that comes after (ASP.NET Core `UsePathBase`). */
  usePathBase(path: string): this {
    return this.#add((next) => moveToPathBase(path, next));
  }

  /** Requests for which `predicate` holds go to the branch for good. */
  mapWhen(predicate: Predicate, configure: Configure): this {
    const branch = this.#branchOf(configure).build();
    return this.#add((next) => (context) => (predicate(context) ? branch(context) : next(context)));
  }

  /** Requests for which `predicate` holds go through the branch, and on when it does not answer. */
  useWhen(predicate: Predicate, configure: Configure): this {
    const builder = this.#branchOf(configure);
    return this.#add((next) => {
      const branch = builder.build(next);
      return (context) => (predicate(context) ? branch(context) : next(context));
    });
  }

  /** Options for a `useForwardedHeaders()` without any; several calls add up. */
  configureForwardedHeaders(options: ForwardedHeadersOptions): this {
    Object.assign(this.state.forwardedHeaders, options);
    return this;
  }

  /**
   * Takes the client's address, scheme, host and path base from the X-Forwarded headers of known proxies. Without options those of
   * `configureForwardedHeaders` hold, and a second call does nothing. Errors: optionRequired, badOption.
   */
  useForwardedHeaders(options?: ForwardedHeadersOptions): this {
    if (options) return this.#add(forwardedHeaders(options, publishedHost()));
    if (this.state.hasForwardedHeaders) return this;
    this.state.hasForwardedHeaders = true;
    return this.#add((next) => forwardedHeaders(this.state.forwardedHeaders, publishedHost())(next));
  }

  /**
   * Shows the errors of what comes after it: a page for browsers, problem+json for programs, text at a prompt. A WebApplication has
   * it in Development; elsewhere it would tell strangers about the app.
   */
  useExceptionPage(): this {
    return this.#add(exceptionPageMiddleware((error) => publishedHost()?.logError(error)));
  }

  /** Requests for hosts that are not allowed are answered 400. Error: noAllowedHosts. */
  useHostFiltering(options: HostFilteringOptions): this {
    return this.#add(hostFilteringMiddleware(options));
  }

  /** Sends the files of a folder, `wwwroot` unless told otherwise, and passes on what is not there. */
  useStaticFiles(options: StaticFileOptions = {}): this {
    return this.#add(staticFilesMiddleware(toStaticFileRules(options, publishedHost())));
  }

  /** Requests may become WebSockets: `context.webSockets.accept()`. Handshakes that are wrong are answered here. */
  useWebSockets(options: WebSocketOptions = {}): this {
    const webSockets = new WebSockets(toWebSocketRules(options));
    this.state.stopping.push(() => webSockets.close());
    return this.#add(webSockets.middleware);
  }

  mapGet(pattern: string, handler: Handler): this {
    return this.mapMethods(['GET'], pattern, handler);
  }

  mapPost(pattern: string, handler: Handler): this {
    return this.mapMethods(['POST'], pattern, handler);
  }

  mapPut(pattern: string, handler: Handler): this {
    return this.mapMethods(['PUT'], pattern, handler);
  }

  mapDelete(pattern: string, handler: Handler): this {
    return this.mapMethods(['DELETE'], pattern, handler);
  }

  mapPatch(pattern: string, handler: Handler): this {
    return this.mapMethods(['PATCH'], pattern, handler);
  }

  /** Patterns as in rou3: `/users/:id`. What `handler` returns is sent; see `Handler`. */
  mapMethods(methods: readonly string[], pattern: string, handler: Handler): this {
    this.#routes ??= new RouteTable();
    this.#routes.add(methods, { pattern, handler });
    return this;
  }

  /** Answers whatever no middleware and no route did (ASP.NET Core's terminal `Run`). */
  fallback(handler: Handler): this {
    this.#fallback = (context) => sendResult(context, handler(context));
    return this;
  }

  /** Puts the pipeline together, from its end to its beginning; `last` is called when nothing answers. */
  build(last: RequestDelegate = notFound): RequestDelegate {
    const end = this.#fallback ?? last;
    const endpoints = this.#routes?.toDelegate(end) ?? end;
    return this.#components.reduceRight((next, component) => component(next), endpoints);
  }

  #branchOf(configure: Configure): ApplicationBuilder {
    const branch = new ApplicationBuilder(this);
    configure(branch);
    return branch;
  }

  #add(component: Component): this {
    this.#components.push(component);
    return this;
  }
}

function notFound(context: HttpContext): void {
  context.response.statusCode = 404;
}
