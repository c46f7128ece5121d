import type { HttpApplication } from '../../application/http-application.ts';
import type { ServerOptions } from '../../application/server.ts';
import { ConnectionManager } from './connection-manager.ts';
import { Heartbeat, SYSTEM_CLOCK, type Clock } from '../../http1/heartbeat.ts';
import { isBeingDebugged } from './is-being-debugged.ts';
import type { KestrelLimits } from './kestrel-limits.ts';
import { ServerHeaders } from './server-headers.ts';
import type { ServerLog, ServiceContext } from './service-context.ts';

/** The value of the Server header. */
const SERVER = 'Kestrel';

export interface ServicesRequest {
  readonly application: HttpApplication<unknown>;
  readonly limits: KestrelLimits;
  readonly addServerHeader: boolean;
  readonly options: ServerOptions;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Puts together what the connections of a server share. */
export function makeServices({ application, limits, addServerHeader, options, clock = SYSTEM_CLOCK }: ServicesRequest): ServiceContext {
  const heartbeat = new Heartbeat(clock);
  const connections = new ConnectionManager(limits.maxConcurrentConnections);
  const serverHeaders = new ServerHeaders(addServerHeader ? SERVER : '', heartbeat.now);
  heartbeat.onBeat((now) => serverHeaders.renew(now));
  heartbeat.onBeat((now) => {
    // While a debugger is attached nobody is too slow.
    if (!isBeingDebugged()) connections.beat(now);
  });
  const headLimits = {
    requestLine: limits.maxRequestLineSize,
    headersTotal: limits.maxRequestHeadersTotalSize,
    headerCount: limits.maxRequestHeaderCount,
  };
  return { application, mayRetire: options.mayRetire ?? false, limits, headLimits, heartbeat, connections, serverHeaders, log: logOf(options), supplyFeature: options.supplyFeature };
}

function logOf({ warn, logError, logDebug }: ServerOptions): ServerLog {
  return { isDebug: logDebug !== undefined, debug: (text) => logDebug?.(text), warn, error: logError };
}
