import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  /** By lower-case name; several values joined with `, `. */
  readonly headers: Record<string, string>;
  /** The head as received, with its empty line. */
  readonly head: string;
  /** One character an octet. */
  readonly body: string;
  readonly trailers: string;
}

/** An HTTP/1.1 client that sends what it is told to and shows what it gets, octet for octet. */
export class RawHttp1Client {
  readonly socket: Socket;
  /** All that came and was not taken; one character an octet. */
  received = '';
  /** The server has closed its direction, orderly. */
  hasEnded = false;
  isClosed = false;
  error: NodeJS.ErrnoException | undefined;
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1');
      this.#changed();
    });
    socket.on('end', () => {
      this.hasEnded = true;
      this.#changed();
    });
    socket.on('close', () => {
      this.isClosed = true;
      this.#changed();
    });
    socket.on('error', (error) => (this.error = error));
  }

  static async connect(port: number, certificate?: { readonly cert: string }): Promise<RawHttp1Client> {
    const socket = certificate
      ? connectTls({ port, host: '127.0.0.1', ca: certificate.cert, allowHalfOpen: true, ALPNProtocols: ['http/1.1'] } as ConnectionOptions)
      : connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setNoDelay();
    const client = new RawHttp1Client(socket);
    await once(socket, certificate ? 'secureConnect' : 'connect');
    return client;
  }

  /** A string is sent one octet a character. */
  send(bytes: string | Uint8Array): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Closes this direction only. */
  end(): void {
    this.socket.end();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Stops reading: the server must wait. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  async waitFor(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.isClosed) throw new Error(`The connection was closed; received: ${JSON.stringify(this.received.slice(0, 500))}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Resolves with all that came when the server has closed its direction, or has cut the connection. */
  async closed(): Promise<string> {
    while (!this.hasEnded && !this.isClosed) await new Promise<void>((resolve) => this.#wake.push(resolve));
    return this.received;
  }

  /** Takes the next answer off what came. `method`: that of the request, for HEAD has no body. */
  async answer(method = 'GET'): Promise<RawAnswer> {
    const head = await this.#take(() => {
      const end = this.received.indexOf('\r\n\r\n');
      return end < 0 ? -1 : end + 4;
    });
    const [statusLine = '', ...lines] = head.trimEnd().split('\r\n');
    const [, status = '', reason = ''] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(statusLine) ?? [];
    if (status === '') throw new Error(`Not a response: ${JSON.stringify(head)}`);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).toLowerCase();
      const value = line.slice(colon + 1).trim();
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
    const isBodyless = method === 'HEAD' || Number(status) < 200 || status === '204' || status === '304';
    const { body, trailers } = isBodyless ? { body: '', trailers: '' } : await this.#body(headers);
    return { status: Number(status), reason, headers, head, body, trailers };
  }

  async #body(headers: Record<string, string>): Promise<{ readonly body: string; readonly trailers: string }> {
    const length = headers['content-length'];
    if (length !== undefined) return { body: await this.#take(() => (this.received.length >= Number(length) ? Number(length) : -1)), trailers: '' };
    if (headers['transfer-encoding']?.endsWith('chunked')) return this.#chunked();
    await this.closed();
    const body = this.received;
    this.received = '';
    return { body, trailers: '' };
  }

  async #chunked(): Promise<{ readonly body: string; readonly trailers: string }> {
    let body = '';
    for (;;) {
      const size = Number.parseInt(await this.#line(), 16);
      if (size === 0) break;
      body += (await this.#take(() => (this.received.length >= size + 2 ? size + 2 : -1))).slice(0, -2);
    }
    let trailers = '';
    for (let line = await this.#line(); line !== '\r\n'; line = await this.#line()) trailers += line;
    return { body, trailers };
  }

  #line(): Promise<string> {
    return this.#take(() => {
      const end = this.received.indexOf('\r\n');
      return end < 0 ? -1 : end + 2;
    });
  }

  async #take(length: () => number): Promise<string> {
    while (length() < 0) {
      if (this.hasEnded || this.isClosed) throw new Error(`The connection was closed; received: ${JSON.stringify(this.received.slice(0, 500))}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    const end = length();
    const taken = this.received.slice(0, end);
    this.received = this.received.slice(end);
    return taken;
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resume of wake) resume();
  }
}
