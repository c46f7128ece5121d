import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { peekServerName } from '../../../../foundation/transport/peek-server-name.ts';
import { TlsHandshaker } from '../../../../foundation/transport/tls-handshaker.ts';
import type { HttpProtocols } from '../../../application/kestrel-options.ts';
import type { PreparedChoice, PreparedTls } from './prepare-tls.ts';
import { describeMiss, selectServerName } from './server-names.ts';

export interface EndpointSecurityOptions {
  /** The endpoint's name, for logs. */
  readonly endpoint: string;
  /** Milliseconds. */
  readonly handshakeTimeout: number;
  readonly onSecured: (socket: TLSSocket, protocols: HttpProtocols) => void;
  /** A connection that was closed, and why (Debug). */
  readonly onFailure: (reason: string) => void;
}

/** The TLS of one endpoint: chooses the settings by server name where there are several, and renews them without a pause. */
export class EndpointSecurity {
  readonly #options: EndpointSecurityOptions;
  /** Connections whose server name is awaited. */
  readonly #peeking = new Set<Socket>();
  /** Those in use, and replaced ones whose handshakes are not done. */
  readonly #handshakers = new Set<TlsHandshaker>();
  #current: TlsHandshaker | ReadonlyMap<string, TlsHandshaker>;
  #isClosed = false;

  /** Throws what OpenSSL has against the settings. */
  constructor(prepared: PreparedTls, options: EndpointSecurityOptions) {
    this.#options = options;
    this.#current = this.#build(prepared);
  }

  secure(socket: Socket): void {
    // What becomes of the connection is told by the TLS over it.
    socket.on('error', ignore);
    if (this.#current instanceof TlsHandshaker) this.#current.secure(socket);
    else this.#secureByName(socket);
  }

  /** Handshakes in progress. */
  get pending(): number {
    return [...this.#handshakers].reduce((sum, { pending }) => sum + pending, this.#peeking.size);
  }

  /** For handshakes from now on; connections and handshakes in progress stay with what they began with. */
  renew(prepared: PreparedTls): void {
    const renewed = this.#build(prepared);
    for (const handshaker of this.#handshakers) if (handshaker.pending === 0 && !isAmong(renewed, handshaker)) this.#handshakers.delete(handshaker);
    this.#current = renewed;
  }

  /** Cuts handshakes in progress; what they have secured is not touched. */
  close(): void {
    this.#isClosed = true;
    for (const handshaker of this.#handshakers) handshaker.close();
    for (const socket of this.#peeking) socket.destroy();
  }

  #build({ choices }: PreparedTls): TlsHandshaker | ReadonlyMap<string, TlsHandshaker> {
    const build = (choice: PreparedChoice): TlsHandshaker => {
      const handshaker = new TlsHandshaker(choice.settings, {
        onSecured: (socket) => this.#finish(socket, choice.protocols),
        onFailure: this.#options.onFailure,
      });
      this.#handshakers.add(handshaker);
      return handshaker;
    };
    return 'settings' in choices ? build(choices) : new Map([...choices].map(([name, choice]) => [name, build(choice)]));
  }

  #secureByName(socket: Socket): void {
    const { endpoint, handshakeTimeout } = this.#options;
    if (this.#isClosed) return void socket.destroy();
    this.#peeking.add(socket);
    peekServerName(socket, {
      timeout: handshakeTimeout,
      onName: (serverName) => {
        this.#peeking.delete(socket);
        const chosen = this.#current instanceof TlsHandshaker ? this.#current : selectServerName(this.#current, serverName);
        if (chosen) return chosen.secure(socket);
        this.#refuse(socket, describeMiss(serverName, endpoint));
      },
      onFailure: (reason) => {
        this.#peeking.delete(socket);
        this.#refuse(socket, reason);
      },
    });
  }

  #finish(socket: TLSSocket, protocols: HttpProtocols): void {
    const refusal = refuseProtocol(socket, protocols);
    if (refusal === undefined) return this.#options.onSecured(socket, protocols);
    socket.on('error', ignore);
    this.#refuse(socket, refusal);
  }

  #refuse(socket: Socket, reason: string): void {
    socket.destroy();
    this.#options.onFailure(reason);
  }
}

const ignore = (): void => {};

function isAmong(current: TlsHandshaker | ReadonlyMap<string, TlsHandshaker>, handshaker: TlsHandshaker): boolean {
  return current instanceof TlsHandshaker ? current === handshaker : [...current.values()].includes(handshaker);
}

/** RFC 9113 section 9.2: HTTP/2 wants TLS 1.2; an endpoint of HTTP/2 alone wants it negotiated. Kestrel's words. */
function refuseProtocol(socket: TLSSocket, protocols: HttpProtocols): string | undefined {
  if (socket.alpnProtocol !== 'h2') return protocols === 'Http2' ? 'HTTP/2 over TLS was not negotiated on an HTTP/2-only endpoint.' : undefined;
  const protocol = socket.getProtocol();
  return protocol === 'TLSv1' || protocol === 'TLSv1.1' ? `Tls 1.2 or later must be used for HTTP/2. ${protocol} was negotiated.` : undefined;
}
