import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { AllowedHosts } from '../allowed-hosts.ts';

/** ASP.NET Core's `HostFilteringOptions`. */
export interface HostFilteringOptions {
  /** Names without ports: `example.com`, `*.example.com` for its sub-domains, `[::1]`; `*`, `[::]` or `0.0.0.0` for every name. */
  readonly allowedHosts: readonly string[];
  /** Whether a request may name no host: HTTP/1.0 need not, and later versions may leave it empty. Default true. */
  readonly allowEmptyHosts?: boolean;
  /** Whether the answer says what is wrong. Default true. */
  readonly includeFailureMessage?: boolean;
}

/** Whether a request for `host`, which may have a port and may be empty, is let through. */
export type HostFilter = (host: string) => boolean;

/** The answer to a request for a host that is not allowed: ASP.NET Core's, octet for octet. */
export const INVALID_HOSTNAME = [
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">',
  '<HTML><HEAD><TITLE>Bad Request</TITLE>',
  '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
  '<BODY><h2>Bad Request - Invalid Hostname</h2>',
  '<hr><p>HTTP Error 400. The request hostname is invalid.</p>',
  '</BODY></HTML>',
].join('\r\n');

/** Error: noAllowedHosts, also for what JavaScript may give in the place of a list. */
export function toHostFilter(options: Partial<HostFilteringOptions> | undefined): HostFilter {
  const { allowedHosts, allowEmptyHosts = true } = options ?? {};
  if (!Array.isArray(allowedHosts) || allowedHosts.length === 0) throw mewsError('noAllowedHosts', {});
  const allowed = new AllowedHosts(allowedHosts);
  return (host) => (host === '' ? allowEmptyHosts : allowed.matches(host));
}
