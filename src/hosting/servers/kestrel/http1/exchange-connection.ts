import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServiceContext } from '../service-context.ts';
import type { TlsConnection } from '../tls-connection.ts';
import type { Http1Input } from './http1-input.ts';
import type { Http1Output } from './http1-output.ts';

/** What an exchange needs of its connection. */
export interface ExchangeConnection {
  readonly id: string;
  readonly services: ServiceContext;
  readonly socket: Socket;
  readonly tls: TlsConnection | undefined;
  readonly output: Http1Output;
  /** Requests so far, this one included. */
  readonly requests: number;
  readonly isClosed: boolean;
  /** Kept for who passes requests on. */
  memo: unknown;
  /** Octets that came in are worked on: what is written goes out at the end of that. */
  readonly input: Pick<Http1Input, 'isInRead'>;
  /** The response is complete and the app is done with it. */
  answered(): void;
  /** Another protocol takes the connection over. */
  upgrade(): Duplex;
  /** Cuts the connection, saying why in the log. */
  cut(reason: string): void;
  /** Cuts the connection behind what was written of a response that is not whole. */
  truncate(endsWithConnection: boolean): void;
  /** False for an exchange that is over: another one may have the connection. */
  isServing(exchange: unknown): boolean;
  /** Says in the log what the connection does. */
  debug(what: string): void;
}
