import type { Socket } from 'node:net';
import type { ConnectionLifetimeFeature } from '../../../http/connection-features.ts';
import type { ServiceContext } from '../service-context.ts';
import type { TlsConnection } from '../tls-connection.ts';
import type { Http2Output } from './http2-output.ts';

/** What an exchange needs of its connection. */
export interface ExchangeOwner extends ConnectionLifetimeFeature {
  readonly id: string;
  readonly services: ServiceContext;
  readonly socket: Socket;
  readonly tls: TlsConnection | undefined;
  readonly scheme: string;
  /** Flushes at the end of this turn of the event loop, when apps that need not wait for anything are done. */
  flushSoon(output: Http2Output): void;
  /** The app is done with a request. */
  completed(): void;
  warnOfRemovedFields(): void;
  logBadRequest(message: string): void;
  debug(text: string): void;
}
