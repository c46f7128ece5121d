import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HttpProtocols } from '../../application/kestrel-options.ts';

/** A client's connection as an endpoint hands it to the protocols: accepted, and secured where the endpoint is https. */
export interface AcceptedConnection {
  /** Nothing has been read from it yet. On https endpoints a TLSSocket whose handshake is done. */
  readonly socket: Socket;
  /** The same socket on https endpoints: what the TLS features are made of. */
  readonly tls?: TLSSocket;
  readonly scheme: 'http' | 'https';
  readonly protocols: HttpProtocols;
  /** Name of the endpoint for logs: its key in the configuration, or its address. */
  readonly endpoint: string;
}
