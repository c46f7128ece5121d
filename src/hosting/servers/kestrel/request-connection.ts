import type { Socket } from 'node:net';
import type { HttpConnectionFeature } from '../../http/connection-features.ts';

/** The connection as one request sees it: middleware (forwarded headers) may change it without touching the next request. */
export class RequestConnection implements HttpConnectionFeature {
  readonly connectionId: string;
  remoteIpAddress: string;
  remotePort: number;
  localIpAddress: string;
  localPort: number;

  constructor(connectionId: string, socket: Socket) {
    this.connectionId = connectionId;
    this.remoteIpAddress = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    this.localIpAddress = socket.localAddress ?? '';
    this.localPort = socket.localPort ?? 0;
  }
}
