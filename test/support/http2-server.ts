import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { HttpApplication } from '../../src/hosting/application/http-application.ts';
import type { RequestDelegate } from '../../src/hosting/application/request-delegate.ts';
import type { ManagedConnection } from '../../src/hosting/servers/kestrel/connection-manager.ts';
import { ConnectionManager } from '../../src/hosting/servers/kestrel/connection-manager.ts';
import { Heartbeat } from '../../src/hosting/http1/heartbeat.ts';
import { serveHttp2 } from '../../src/hosting/servers/kestrel/http2/http2-connection.ts';
import { DEFAULT_LIMITS, type Http2Limits, type KestrelLimits } from '../../src/hosting/servers/kestrel/kestrel-limits.ts';
import { ServerHeaders } from '../../src/hosting/servers/kestrel/server-headers.ts';
import type { ServiceContext } from '../../src/hosting/servers/kestrel/service-context.ts';
import { toApplication } from './start-server.ts';
import { makeCertificate } from './certificates.ts';

export type TestLimits = Partial<Omit<KestrelLimits, 'http2'>> & { readonly http2?: Partial<Http2Limits> };

/** An HTTP/2 server without what finds endpoints, whose clock stands still until a test moves it. */
export interface TestHttp2Server {
  readonly port: number;
  readonly services: ServiceContext;
  readonly errors: unknown[];
  readonly warnings: string[];
  readonly debugged: string[];
  /** One for each client, in order. */
  readonly connections: ManagedConnection[];
  /** Moves the clock on, a second at a time, with a beat each. */
  pass(milliseconds: number): void;
  connect(): Promise<ClientHttp2Session>;
}

export interface TestHttp2Options {
  readonly limits?: TestLimits;
  readonly tls?: boolean;
  /** Instead of the delegate. */
  readonly application?: HttpApplication<unknown>;
}

export async function startHttp2(delegate: RequestDelegate, { limits, tls = false, application }: TestHttp2Options = {}): Promise<TestHttp2Server> {
  const clock = { time: 1_000_000 };
  const services = servicesFor(application ?? (toApplication(delegate) as HttpApplication<unknown>), limits, () => clock.time);
  const connections: ManagedConnection[] = [];
  const serve = (socket: Socket, secured?: TLSSocket): void => {
    const accepted = { socket, scheme: secured ? 'https' : 'http', protocols: 'Http2', endpoint: 'test', ...(secured && { tls: secured }) } as const;
    connections.push(serveHttp2(accepted, services.context));
  };
  const certificate = tls ? await makeCertificate() : undefined;
  const server: Server = certificate
    ? createTlsServer({ cert: certificate.cert, key: certificate.key, ALPNProtocols: ['h2'] }, (socket) => serve(socket, socket))
    : createServer({ allowHalfOpen: true }, (socket) => serve(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    for (const connection of connections) connection.abort();
    server.close();
  });
  return {
    ...services.seen,
    port,
    services: services.context,
    connections,
    pass(milliseconds) {
      for (const end = clock.time + milliseconds; clock.time < end; ) {
        clock.time = Math.min(end, clock.time + 1000);
        services.context.heartbeat.beat();
      }
    },
    async connect() {
      const session = connectHttp2(`${tls ? 'https' : 'http'}://localhost:${port}`, { ...(certificate && { ca: certificate.cert }) });
      session.on('error', () => {});
      onTestFinished(() => session.destroy());
      await once(session, 'remoteSettings');
      return session;
    },
  };
}

function servicesFor(application: HttpApplication<unknown>, limits: TestLimits | undefined, now: () => number) {
  const seen = { errors: [] as unknown[], warnings: [] as string[], debugged: [] as string[] };
  const heartbeat = new Heartbeat({ now, everySecond: () => () => {} });
  const connections = new ConnectionManager(null);
  heartbeat.onBeat((time) => connections.beat(time));
  const context: ServiceContext = {
    application,
    mayRetire: false,
    limits: { ...DEFAULT_LIMITS, ...limits, http2: { ...DEFAULT_LIMITS.http2, ...limits?.http2 } },
    headLimits: { requestLine: 8192, headersTotal: 32_768, headerCount: 100 },
    heartbeat,
    connections,
    serverHeaders: new ServerHeaders('Kestrel', now()),
    log: {
      isDebug: true,
      debug: (text) => void seen.debugged.push(text),
      warn: (text) => void seen.warnings.push(text),
      error: (error) => void seen.errors.push(error),
    },
  };
  return { context, seen };
}

export interface TestAnswer {
  readonly headers: Record<string, unknown>;
  readonly body: string;
  readonly trailers: Record<string, unknown> | undefined;
}

/** Sends a request, with `body` if there is one, and reads the answer to its end. Rejects when the stream is reset. */
export async function request(session: ClientHttp2Session, headers: OutgoingHttpHeaders = {}, body?: string | Buffer): Promise<TestAnswer> {
  const stream = session.request(headers, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  return readAnswer(stream);
}

export async function readAnswer(stream: ClientHttp2Stream): Promise<TestAnswer> {
  let answered: Record<string, unknown> = {};
  let trailers: Record<string, unknown> | undefined;
  stream.on('response', (headers) => (answered = { ...headers }));
  stream.on('trailers', (headers) => (trailers = { ...headers }));
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => {});
  await new Promise((resolve) => stream.once('close', resolve));
  if (stream.rstCode !== 0) throw Object.assign(new Error(`The stream was reset with error code ${stream.rstCode}.`), { rstCode: stream.rstCode });
  return { headers: answered, body: Buffer.concat(chunks).toString(), trailers };
}
