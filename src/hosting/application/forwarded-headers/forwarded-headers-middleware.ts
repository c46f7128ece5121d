import { decodePath } from '../../http1/percent-decoding.ts';
import { ChangedHeaders } from '../../http/changed-headers.ts';
import { HttpConnectionFeature } from '../../http/connection-features.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import type { Component } from '../request-delegate.ts';
import { commaSeparated } from './comma-separated.ts';
import type { ForwardedHeadersRules, ForwardedName } from './forwarded-headers-options.ts';
import { formatEndPoint, type IpEndPoint } from './ip-end-point.ts';
import { walkForwarders, type Forwarded, type ForwardedEntries, type ForwarderLog } from './walk-forwarders.ts';

/**
 * Gives each request the client's address, scheme, host and path base as believed proxies tell them (ASP.NET Core
 * `ForwardedHeadersMiddleware`); what they were before is kept in the X-Original headers.
 */
export function forwardedHeadersMiddleware(rules: ForwardedHeadersRules, log: ForwarderLog): Component {
  return (next) => (context) => {
    applyForwarders(context, { rules, log });
    return next(context);
  };
}

function applyForwarders(context: HttpContext, { rules, log }: { readonly rules: ForwardedHeadersRules; readonly log: ForwarderLog }): void {
  const { headers } = context.request;
  const entriesOf = ({ isTaken, forwarded }: ForwardedName): string[] | undefined => (isTaken ? commaSeparated(headers.getAll(forwarded)) : undefined);
  const entries = { for: entriesOf(rules.for), host: entriesOf(rules.host), proto: entriesOf(rules.proto), prefix: entriesOf(rules.prefix) };
  const forwarded = walkForwarders({ entries, remote: remoteOf(context), rules, log });
  if (forwarded?.hasChanges) apply(context, { forwarded, entries, rules });
}

/** Undefined on servers that do not know it, as on unix sockets. */
function remoteOf({ connection }: HttpContext): IpEndPoint | undefined {
  const { remoteIpAddress, remotePort } = connection;
  return remoteIpAddress === '' ? undefined : { address: remoteIpAddress, port: remotePort };
}

interface Application {
  readonly forwarded: Forwarded;
  readonly entries: ForwardedEntries;
  readonly rules: ForwardedHeadersRules;
}

function apply(context: HttpContext, { forwarded, entries, rules }: Application): void {
  const request = requiredFeature(context.features, HttpRequestFeature);
  const headers = new ChangedHeaders(request.headers);
  const change = ({ forwarded: name, original }: ForwardedName, list: readonly string[], before: string | undefined): void => {
    if (before !== undefined) headers.set(original, before);
    const left = list.slice(0, Math.max(0, list.length - forwarded.consumed));
    if (left.length > 0) headers.set(name, left.join(','));
    else headers.delete(name);
  };
  if (entries.for && forwarded.remote) {
    const before = remoteOf(context);
    change(rules.for, entries.for, before && formatEndPoint(before));
    setRemote(context, forwarded.remote);
  }
  if (entries.proto && forwarded.scheme !== undefined) {
    change(rules.proto, entries.proto, request.scheme);
    request.scheme = forwarded.scheme;
  }
  if (entries.host && forwarded.host !== undefined) {
    change(rules.host, entries.host, context.request.host);
    headers.set('Host', forwarded.host);
  }
  if (entries.prefix && forwarded.prefix !== undefined) {
    change(rules.prefix, entries.prefix, request.pathBase === '' ? undefined : request.pathBase);
    request.pathBase = decodePath(forwarded.prefix).replace(/\/+$/, '');
  }
  request.headers = headers;
}

/** Of this request alone: a server may give all requests of a connection one object. */
function setRemote(context: HttpContext, remote: IpEndPoint): void {
  const { connectionId, localIpAddress, localPort } = context.connection;
  const connection = { connectionId, localIpAddress, localPort, remoteIpAddress: remote.address, remotePort: remote.port };
  context.features.set(HttpConnectionFeature, connection);
}
