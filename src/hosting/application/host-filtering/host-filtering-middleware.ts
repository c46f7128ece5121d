import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { AllowedHosts } from '../allowed-hosts.ts';
import type { RequestDelegate } from '../request-delegate.ts';

/** ASP.NET Core's `HostFilteringOptions`. */
export interface HostFilteringOptions {
  /** Names without ports: `example.com`, `*.example.com` for its sub-domains, `[::1]`; `*`, `[::]` or `0.0.0.0` for every name. */
  readonly allowedHosts: readonly string[];
  /** Whether a request may name no host: HTTP/1.0 need not, and later versions may leave it empty. Default true. */
  readonly allowEmptyHosts?: boolean;
  /** Whether the answer says what is wrong. Default true. */
  readonly includeFailureMessage?: boolean;
}

const FAILURE = [
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">',
  '<HTML><HEAD><TITLE>Bad Request</TITLE>',
  '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
  '<BODY><h2>Bad Request - Invalid Hostname</h2>',
  '<hr><p>HTTP Error 400. The request hostname is invalid.</p>',
  '</BODY></HTML>',
].join('\r\n');

/** Answers 400 to requests for hosts that are not allowed (ASP.NET Core `HostFilteringMiddleware`). Error: noAllowedHosts. */
export function hostFilteringMiddleware(options: HostFilteringOptions): (next: RequestDelegate) => RequestDelegate {
  const { allowEmptyHosts = true, includeFailureMessage = true } = options;
  if (options.allowedHosts.length === 0) throw mewsError('noAllowedHosts', {});
  const allowed = new AllowedHosts(options.allowedHosts);
  return (next) => (context) => {
    const { host } = context.request;
    return (host === '' ? allowEmptyHosts : allowed.matches(host)) ? next(context) : refuse(context, includeFailureMessage);
  };
}

function refuse({ response }: HttpContext, includeFailureMessage: boolean): void | Promise<void> {
  response.statusCode = 400;
  return includeFailureMessage ? response.text(FAILURE, 'text/html') : undefined;
}
