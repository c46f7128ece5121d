import { addRoute, createRouter, findAllRoutes, findRoute, type MatchedRoute } from 'rou3';
import type { HttpContext } from '../http/http-context.ts';
import { RouteValuesFeature } from '../http/request-features.ts';
import type { Handler, RequestDelegate } from './request-delegate.ts';
import { sendResult } from './send-result.ts';

interface Endpoint {
  readonly method: string;
  readonly handler: Handler;
}

/** Route patterns of rou3: `/users/:id`, `/files/**:path`, `/:id(\\d+)`. */
export class RouteTable {
  readonly #router = createRouter<Endpoint>();

  add(methods: readonly string[], { pattern, handler }: { readonly pattern: string; readonly handler: Handler }): void {
    for (const name of methods) {
      const method = name.toUpperCase();
      addRoute(this.#router, method, pattern, { method, handler });
    }
  }

  /** Runs the endpoint of the request, else `next`; a path that only other methods have is answered 405 with Allow. */
  toDelegate(next: RequestDelegate): RequestDelegate {
    return async (context) => {
      const found = this.#find(context);
      if (found) {
        context.features.set(RouteValuesFeature, { routeValues: decodeValues(found.params ?? {}) });
        await sendResult(context, await found.data.handler(context));
        return;
      }
      const allowed = this.#allowedMethods(context.request.path);
      if (allowed.length === 0) return next(context);
      context.response.statusCode = 405;
      context.response.headers.set('Allow', allowed.join(', '));
    };
  }

  /** HEAD is what GET answers, without the body: the server leaves that out. */
  #find(context: HttpContext): MatchedRoute<Endpoint> | undefined {
    const { method, path } = context.request;
    const found = findRoute(this.#router, method, path);
    return found ?? (method === 'HEAD' ? findRoute(this.#router, 'GET', path) : undefined);
  }

  #allowedMethods(path: string): string[] {
    const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];
    return methods.filter((method) => findAllRoutes(this.#router, method, path, { params: false }).length > 0);
  }
}

function decodeValues(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) if (value !== undefined) values[name] = decode(value);
  return values;
}

/** A path with a broken escape still names something: the app gets it as it was sent. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
