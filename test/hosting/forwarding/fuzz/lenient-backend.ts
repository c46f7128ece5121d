import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as an app that takes nearly everything has understood it. */
export interface UnderstoodRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn, as they came. */
  readonly fields: readonly string[];
  /** Names and values in turn. */
  trailers: readonly string[];
  /** One character an octet; undefined: it has not come to its end. */
  body: string | undefined;
}

/** An app with the most lenient parser that Node has: whatever a proxy lets slip, it understands in its own way. */
export interface LenientBackend {
  readonly port: number;
  /** Since the last `forget`. */
  readonly requests: UnderstoodRequest[];
  forget(): void;
  close(): void;
}

export async function startLenientBackend(): Promise<LenientBackend> {
  const requests: UnderstoodRequest[] = [];
  const server = createServer({ insecureHTTPParser: true, keepAliveTimeout: 600_000, requireHostHeader: false }, (request: IncomingMessage, response) => {
    const { method = '', url = '', rawHeaders } = request;
    const understood: UnderstoodRequest = { method, target: url, fields: rawHeaders, trailers: [], body: undefined };
    requests.push(understood);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
    request.on('error', () => {});
    request.on('end', () => {
      understood.body = body;
      understood.trailers = request.rawTrailers;
      if (!response.writableEnded) response.end(`answer to ${url}`);
    });
    if (url === '/early') response.end(`answer to ${url}`);
  });
  server.on('connect', (_request, socket) => socket.destroy());
  server.on('upgrade', ({ method = '', url = '', rawHeaders }: IncomingMessage, socket) => {
    requests.push({ method, target: url, fields: rawHeaders, trailers: [], body: '' });
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    forget: () => void (requests.length = 0),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
