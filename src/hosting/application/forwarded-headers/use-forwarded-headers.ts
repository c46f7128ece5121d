import type { Host } from '../host.ts';
import type { Component } from '../request-delegate.ts';
import { forwardedHeadersMiddleware } from './forwarded-headers-middleware.ts';
import { toForwardedHeadersRules, type ForwardedHeadersOptions } from './forwarded-headers-options.ts';
import type { ForwarderLog } from './walk-forwarders.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** .NET's name for the switch back to the older rule about unknown proxies. */
const IGNORE_UNKNOWN = 'MICROSOFT_ASPNETCORE_HTTPOVERRIDES_IGNORE_UNKNOWN_PROXIES_WITHOUT_FOR';

/** What `ASPNETCORE_FORWARDEDHEADERS_ENABLED=true` stands for: whoever sets it says that only proxies reach the app. */
export const FORWARDED_BY_ANYONE: ForwardedHeadersOptions = {
  forwardedHeaders: ['XForwardedFor', 'XForwardedProto'],
  knownProxies: [],
  knownNetworks: [],
};

/** Exactly `true`, in any case. Our own name wins over ASP.NET Core's two. */
export function isForwardingEnabled(environment: Environment = {}): boolean {
  const names = ['MEWS_FORWARDEDHEADERS_ENABLED', 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', 'DOTNET_FORWARDEDHEADERS_ENABLED'];
  const value = names.map((name) => environment[name]).find((set) => set !== undefined);
  return value?.toLowerCase() === 'true';
}

/** The middleware of the options, as the process around the application has it. Errors: optionRequired, badOption. */
export function forwardedHeaders(options: ForwardedHeadersOptions, host: Host | undefined): Component {
  const ignoresUnknown = /^(?:true|1)$/i.test(host?.env?.[IGNORE_UNKNOWN] ?? '');
  const log: ForwarderLog = { debug: (text) => host?.logDebug?.(text), warn: (text) => host?.warn?.(text) };
  return forwardedHeadersMiddleware(toForwardedHeadersRules(options, ignoresUnknown), log);
}
