import type { HttpApplication } from '../../application/http-application.ts';
import type { ServerOptions } from '../../application/server.ts';
import type { HeadLimits } from '../../http1/head-scan.ts';
import type { ConnectionManager } from './connection-manager.ts';
import type { Heartbeat } from '../../http1/heartbeat.ts';
import type { KestrelLimits } from './kestrel-limits.ts';
import type { ServerHeaders } from './server-headers.ts';

/** Where a server tells what it does. `debug` text is for `-v d` only and may be expensive: ask `isDebug` first. */
export interface ServerLog {
  readonly isDebug: boolean;
  debug(text: string): void;
  warn(text: string): void;
  /** An app's error that the client saw only as a 500 or a cut connection. */
  error(error: unknown): void;
}

/** What all connections of a server share (Kestrel's `ServiceContext`). */
export interface ServiceContext {
  /** What requests go to; the successor's when the server retires. */
  application: HttpApplication<unknown>;
  /** The server may have to make way for another one while it serves. */
  readonly mayRetire: boolean;
  readonly limits: KestrelLimits;
  /** Those of the limits that a request head must keep. */
  readonly headLimits: HeadLimits;
  readonly heartbeat: Heartbeat;
  readonly connections: ConnectionManager;
  readonly serverHeaders: ServerHeaders;
  readonly log: ServerLog;
  readonly supplyFeature?: ServerOptions['supplyFeature'];
}
