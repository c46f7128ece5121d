import type { HttpContext } from '../http/http-context.ts';
import type { Handler, Middleware, RequestDelegate } from './request-delegate.ts';
import { RouteTable } from './route-table.ts';
import { sendResult } from './send-result.ts';

type Component = (next: RequestDelegate) => RequestDelegate;
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

  use(middleware: Middleware): this {
    return this.#add((next) => async (context) => middleware(context, async () => next(context)));
  }

  /** Requests below `path` (whole segments, any case) go to the branch, with `path` moved to `pathBase` meanwhile. */
  map(path: string, configure: Configure): this {
    const prefix = path.replace(/\/+$/, '');
    const branch = branchOf(configure).build();
    return this.#add((next) => async (context) => {
      if (!isBelow(context.request.path, prefix)) return next(context);
      const { path: outerPath, pathBase: outerBase } = context.request;
      context.request.pathBase = outerBase + outerPath.slice(0, prefix.length);
      context.request.path = outerPath.slice(prefix.length) || '/';
      try {
        await branch(context);
      } finally {
        context.request.path = outerPath;
        context.request.pathBase = outerBase;
      }
    });
  }

  /** Requests for which `predicate` holds go to the branch for good. */
  mapWhen(predicate: Predicate, configure: Configure): this {
    const branch = branchOf(configure).build();
    return this.#add((next) => async (context) => (predicate(context) ? branch(context) : next(context)));
  }

  /** Requests for which `predicate` holds go through the branch, and on when it does not answer. */
  useWhen(predicate: Predicate, configure: Configure): this {
    const builder = branchOf(configure);
    return this.#add((next) => {
      const branch = builder.build(next);
      return async (context) => (predicate(context) ? branch(context) : next(context));
    });
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
    this.#fallback = async (context) => sendResult(context, await handler(context));
    return this;
  }

  /** Puts the pipeline together, from its end to its beginning; `last` is called when nothing answers. */
  build(last: RequestDelegate = notFound): RequestDelegate {
    const end = this.#fallback ?? last;
    const endpoints = this.#routes?.toDelegate(end) ?? end;
    return this.#components.reduceRight((next, component) => component(next), endpoints);
  }

  #add(component: Component): this {
    this.#components.push(component);
    return this;
  }
}

function branchOf(configure: Configure): ApplicationBuilder {
  const branch = new ApplicationBuilder();
  configure(branch);
  return branch;
}

function isBelow(path: string, prefix: string): boolean {
  const next = path[prefix.length];
  return path.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase() && (next === undefined || next === '/');
}

function notFound(context: HttpContext): void {
  context.response.statusCode = 404;
}
