import { once } from 'node:events';
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { HttpApplication } from '../../src/hosting/application/http-application.ts';
import type { RequestDelegate } from '../../src/hosting/application/request-delegate.ts';
import { HttpContext } from '../../src/hosting/http/http-context.ts';
import type { HttpProtocols } from '../../src/hosting/application/kestrel-options.ts';
import { DEFAULT_LIMITS, type KestrelLimits } from '../../src/hosting/servers/kestrel/kestrel-limits.ts';
import { makeServices } from '../../src/hosting/servers/kestrel/make-services.ts';
import { serveConnection } from '../../src/hosting/servers/kestrel/serve-connection.ts';
import type { ServiceContext } from '../../src/hosting/servers/kestrel/service-context.ts';
import { makeCertificate, type TestCertificate } from './certificates.ts';
import { RawHttp1Client } from './raw-http1-client.ts';
import { serverOptions } from './start-server.ts';

/** An HTTP/1.x server without what finds endpoints, whose clock stands still until a test moves it. */
export interface TestHttp1Server {
  readonly port: number;
  readonly services: ServiceContext;
  /** Requests that the application was given. */
  readonly begun: number;
  readonly errors: unknown[];
  readonly warnings: string[];
  readonly debugged: string[];
  /** The server's ends of the connections, in order. */
  readonly sockets: Socket[];
  /** The certificate, over TLS. */
  readonly certificate: TestCertificate | undefined;
  /** Moves the clock on, a second at a time, with a beat each. */
  pass(milliseconds: number): void;
  connect(): Promise<RawHttp1Client>;
  /** Sends `text` on a connection of its own, and reads the answer to its head and body. */
  ask(text: string | Buffer): ReturnType<RawHttp1Client['answer']>;
}

export interface TestHttp1Options {
  readonly limits?: Partial<KestrelLimits>;
  readonly tls?: boolean;
  /** Makes the server read `'data'` events, as of a socket that Node cannot read into a buffer of ours. */
  readonly readsEvents?: boolean;
  /** Instead of the delegate. */
  readonly application?: HttpApplication<unknown>;
  readonly addServerHeader?: boolean;
  readonly protocols?: HttpProtocols;
}

class OtherSocket extends Socket {}

/** An application of one function; done at once when the function is. */
function applicationOf(delegate: RequestDelegate): HttpApplication<HttpContext> {
  return { createContext: (features) => new HttpContext(features), processRequest: delegate, disposeContext: () => {} };
}

export async function startHttp1(delegate: RequestDelegate, options: TestHttp1Options = {}): Promise<TestHttp1Server> {
  const { limits, tls = false, application, addServerHeader = false, protocols = 'Http1' } = options;
  const clock = { time: 1_000_000_000_000 };
  const debugged: string[] = [];
  const serverSide = { ...serverOptions(), logDebug: (text: string) => void debugged.push(text) };
  let begun = 0;
  const served = application ?? (applicationOf(delegate) as HttpApplication<unknown>);
  const counted: HttpApplication<unknown> = {
    ...served,
    processRequest(context) {
      begun++;
      return served.processRequest(context);
    },
  };
  const services = makeServices({
    application: counted,
    limits: { ...DEFAULT_LIMITS, ...limits },
    addServerHeader,
    options: serverSide,
    clock: { now: () => clock.time, everySecond: () => () => {} },
  });
  const sockets: Socket[] = [];
  const serve = (socket: Socket, secured?: TLSSocket): void => {
    sockets.push(socket);
    if (options.readsEvents) socket.constructor = OtherSocket;
    serveConnection({ socket, scheme: secured ? 'https' : 'http', protocols, endpoint: 'test', ...(secured && { tls: secured }) }, services);
  };
  const certificate = tls ? await makeCertificate() : undefined;
  const server: Server = certificate
    ? createTlsServer({ cert: certificate.cert, key: certificate.key, allowHalfOpen: true, noDelay: true, ALPNProtocols: ['http/1.1'] }, (socket) => serve(socket, socket))
    : createServer({ allowHalfOpen: true, noDelay: true }, (socket) => serve(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const connect = async (): Promise<RawHttp1Client> => {
    const client = await RawHttp1Client.connect(port, certificate);
    onTestFinished(() => client.destroy());
    return client;
  };
  return {
    port,
    services,
    get begun() {
      return begun;
    },
    errors: serverSide.errors,
    warnings: serverSide.warnings,
    debugged,
    sockets,
    certificate,
    pass(milliseconds) {
      for (const end = clock.time + milliseconds; clock.time < end; ) {
        clock.time = Math.min(end, clock.time + 1000);
        services.heartbeat.beat();
      }
    },
    connect,
    async ask(text) {
      const client = await connect();
      client.send(text);
      return client.answer(String(text).startsWith('HEAD ') ? 'HEAD' : 'GET');
    },
  };
}

/** Lets everything run that is about to, without waiting for time. */
export async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** Waits until `condition` holds; the test's own time-out ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

/** Sends `text` cut at `splits`, each piece only when the server has read the one before. */
export async function sendInPieces(client: RawHttp1Client, { serverSocket, text, splits }: { readonly serverSocket: Socket; readonly text: string | Buffer; readonly splits: readonly number[] }): Promise<void> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const before = serverSocket.bytesRead;
  const cuts = [...splits, bytes.length];
  let start = 0;
  for (const end of cuts) {
    client.send(bytes.subarray(start, end));
    start = end;
    await until(() => serverSocket.bytesRead >= before + end || serverSocket.destroyed || client.isClosed);
  }
}

/** Some promise and what settles it. */
export function gate<T = void>(): { readonly passed: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => (open = resolve));
  return { passed, open };
}
