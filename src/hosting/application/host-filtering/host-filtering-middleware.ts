import type { HttpContext } from '../../http/http-context.ts';
import type { RequestDelegate } from '../request-delegate.ts';
import { INVALID_HOSTNAME, toHostFilter, type HostFilteringOptions } from './host-filter.ts';

/** Answers 400 to requests for hosts that are not allowed (ASP.NET Core `HostFilteringMiddleware`). Error: noAllowedHosts. */
export function hostFilteringMiddleware(options: HostFilteringOptions): (next: RequestDelegate) => RequestDelegate {
  const isAllowed = toHostFilter(options);
  return (next) => (context) => (isAllowed(context.request.host) ? next(context) : refuse(context, options.includeFailureMessage ?? true));
}

function refuse({ response }: HttpContext, includeFailureMessage: boolean): void | Promise<void> {
  response.statusCode = 400;
  return includeFailureMessage ? response.text(INVALID_HOSTNAME, 'text/html') : undefined;
}
