import { addRoute, createRouter, findAllRoutes, findRoute, type MatchedRoute } from 'rou3';
import type { HttpContext } from '../../http/http-context.ts';
import { RouteValuesFeature } from '../../http/request-features.ts';
import type { Handler, RequestDelegate } from '../request-delegate.ts';
import { decodeRouteValue, toRoutePath } from './route-path.ts';
import { sendResult } from '../send-result.ts';

interface Endpoint {
  readonly method: string;
  readonly handler: Handler;
}

/** Route patterns of rou3: `/users/:id`, `/files/**:path`, `/:id(\\d+)`. */
export class RouteTable {
  readonly #router = createRouter<Endpoint>();
  readonly #methods = new Set<string>();

  add(methods: readonly string[], { pattern, handler }: { readonly pattern: string; readonly handler: Handler }): void {
    for (const name of methods) {
      const method = name.toUpperCase();
      addRoute(this.#router, method, pattern, { method, handler });
      this.#methods.add(method);
    }
  }

  /** Runs the endpoint of the request, else `next`; a path that only other methods have is answered 405 with Allow. */
  toDelegate(next: RequestDelegate): RequestDelegate {
    return (context) => {
      const { method, path } = context.request;
      const routePath = toRoutePath(path);
      const found = this.#find(method, routePath);
      if (!found) return this.#refuse(context, routePath) ? undefined : next(context);
      if (found.params) context.features.set(RouteValuesFeature, { routeValues: toRouteValues(found.params) });
      return sendResult(context, found.data.handler(context));
    };
  }

  /** HEAD is what GET answers, without the body: the server leaves that out. */
  #find(method: string, routePath: string): MatchedRoute<Endpoint> | undefined {
    const found = findRoute(this.#router, method, routePath);
    return found ?? (method === 'HEAD' ? findRoute(this.#router, 'GET', routePath) : undefined);
  }

  #refuse({ response }: HttpContext, routePath: string): boolean {
    const allowed = [...this.#methods].filter((method) => findAllRoutes(this.#router, method, routePath, { params: false }).length > 0);
    if (allowed.length === 0) return false;
    response.statusCode = 405;
    response.headers.set('Allow', allowed.join(', '));
    return true;
  }
}

function toRouteValues(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name in params) {
    const value = params[name];
    if (value !== undefined) values[name] = decodeRouteValue(value);
  }
  return values;
}
