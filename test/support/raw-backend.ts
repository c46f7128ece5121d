import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { UpstreamAddress } from '../../src/hosting/forwarding/upstream-address.ts';
import { RawHttp1Client } from './raw-http1-client.ts';
import { until } from './http1-server.ts';

/** A request as it stands on the wire: one character an octet. */
export interface RawRequest {
  readonly line: string;
  /** With its empty line. */
  readonly head: string;
  /** By lower-case name; several values joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly trailers: string;
}

/** A connection that the backend has accepted: it shows what came, octet for octet, and sends what it is told to. */
export class RawPeer extends RawHttp1Client {
  /** All that ever came. */
  whole = '';

  constructor(socket: Socket) {
    super(socket);
    socket.on('data', (chunk: Buffer) => (this.whole += chunk.toString('latin1')));
  }

  /** Takes the next head off what came. */
  async head(): Promise<Omit<RawRequest, 'body' | 'trailers'>> {
    await this.waitFor(() => this.received.includes('\r\n\r\n'));
    const head = this.#cut(this.received.indexOf('\r\n\r\n') + 4);
    const [line = '', ...lines] = head.trimEnd().split('\r\n');
    const headers: Record<string, string> = {};
    for (const field of lines) {
      const name = field.slice(0, field.indexOf(':')).toLowerCase();
      const value = field.slice(field.indexOf(':') + 1).trim();
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
    return { line, head, headers };
  }

  /** Takes the next request off what came. */
  async request(): Promise<RawRequest> {
    const head = await this.head();
    if (head.headers['transfer-encoding'] === 'chunked') return { ...head, ...(await this.#chunks()) };
    const length = Number(head.headers['content-length'] ?? 0);
    await this.waitFor(() => this.received.length >= length);
    return { ...head, body: this.#cut(length), trailers: '' };
  }

  async #chunks(): Promise<{ readonly body: string; readonly trailers: string }> {
    let body = '';
    for (;;) {
      await this.waitFor(() => this.received.includes('\r\n'));
      const size = Number.parseInt(this.#cut(this.received.indexOf('\r\n') + 2), 16);
      if (size === 0) break;
      await this.waitFor(() => this.received.length >= size + 2);
      body += this.#cut(size + 2).slice(0, -2);
    }
    await this.waitFor(() => this.received.startsWith('\r\n') || this.received.includes('\r\n\r\n'));
    const trailers = this.received.startsWith('\r\n') ? '' : this.#cut(this.received.indexOf('\r\n\r\n') + 2);
    this.#cut(2);
    return { body, trailers };
  }

  #cut(length: number): string {
    const taken = this.received.slice(0, length);
    this.received = this.received.slice(length);
    return taken;
  }
}

/** Something that listens where an app should, and does what a test tells it to. */
export interface RawBackend {
  readonly address: UpstreamAddress;
  readonly peers: RawPeer[];
  /** The connection accepted as number `index`, now or later. */
  peer(index?: number): Promise<RawPeer>;
  /** Stops listening, and cuts all connections. */
  stop(): Promise<void>;
}

export async function startRawBackend(onPeer: (peer: RawPeer) => void = () => {}, path?: string): Promise<RawBackend> {
  const peers: RawPeer[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const peer = new RawPeer(socket);
    peers.push(peer);
    onPeer(peer);
  });
  await once(path === undefined ? server.listen(0, '127.0.0.1') : server.listen(path), 'listening');
  const stop = async (): Promise<void> => {
    for (const peer of peers) peer.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return {
    address: path === undefined ? { port: (server.address() as AddressInfo).port } : { path },
    peers,
    async peer(index = 0) {
      await until(() => peers.length > index);
      return peers[index] as RawPeer;
    },
    stop,
  };
}

/** Answers every request on the connection, until it ends. */
export async function answerAll(peer: RawPeer, answer: (request: RawRequest) => string): Promise<void> {
  try {
    for (;;) peer.send(answer(await peer.request()));
  } catch {
    // The connection has ended.
  }
}

/** A response with a body of known length. */
export function ok(body = '', fields = ''): string {
  return `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n${body}`;
}
