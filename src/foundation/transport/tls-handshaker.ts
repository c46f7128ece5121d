import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type SecureVersion, type Server, type TLSSocket, type TlsOptions } from 'node:tls';

/** Whether clients show a certificate (Kestrel's `ClientCertificateMode`, without DelayCertificate). */
export type ClientCertificateMode = 'NoCertificate' | 'AllowCertificate' | 'RequireCertificate';

/** Says whether a client may come in: `problem` is what the chain of its certificate lacks, undefined when it is trusted. */
export type ClientCertificateValidation = (certificate: X509Certificate, problem: string | undefined) => boolean;

/** Everything that the handshakes of one endpoint, or one server name of it, have in common. */
export interface TlsSettings {
  /** Certificate and key, as `tls.createSecureContext` takes them. */
  readonly certificate: Pick<TlsOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>;
  readonly versions: { readonly minVersion?: SecureVersion; readonly maxVersion?: SecureVersion; readonly secureOptions?: number; readonly ciphers?: string };
  /** Offered by ALPN, the best first; a client that wants none of them is refused, one without ALPN is not. */
  readonly applicationProtocols: readonly string[];
  readonly clientCertificateMode: ClientCertificateMode;
  /** PEM; who may have issued the clients' certificates. Default: the authorities that Node trusts. */
  readonly clientCertificateAuthorities?: readonly string[];
  /** Decides instead of the chain's own validity. */
  readonly clientCertificateValidation?: ClientCertificateValidation;
  /** Milliseconds that a handshake may take. */
  readonly handshakeTimeout: number;
}

export interface TlsOutcome {
  /** The handshake is done; nothing has been read of what follows it. */
  readonly onSecured: (socket: TLSSocket) => void;
  /** The connection is closed; `reason` is for debug messages. */
  readonly onFailure: (reason: string) => void;
}

/**
 * The server side of TLS over accepted sockets, with one set of settings. A failed or slow handshake closes its connection.
 * Tickets are good for the same handshaker alone, so that no session gets around the settings of another server name.
 */
export class TlsHandshaker {
  readonly #server: Server;
  readonly #settings: TlsSettings;
  readonly #outcome: TlsOutcome;
  /** Connections in their handshake, by the client's address. Those on unix sockets have none: their time-out ends them. */
  readonly #pending = new Map<string, Socket>();
  #isClosed = false;

  /** Throws what OpenSSL has against certificate, key or versions. */
  constructor(settings: TlsSettings, outcome: TlsOutcome) {
    this.#settings = settings;
    this.#outcome = outcome;
    this.#server = createServer({
      ...settings.certificate,
      ...settings.versions,
      ...(settings.clientCertificateAuthorities && { ca: [...settings.clientCertificateAuthorities] }),
      ALPNProtocols: [...settings.applicationProtocols],
      requestCert: settings.clientCertificateMode !== 'NoCertificate',
      // Decided below: a client without a certificate and one with a bad one are not the same.
      rejectUnauthorized: false,
      handshakeTimeout: settings.handshakeTimeout,
    });
    this.#server.on('secureConnection', (socket) => this.#finish(socket));
    this.#server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      socket.destroy();
      outcome.onFailure(describeFailure(error));
    });
  }

  /** Handshakes in progress. */
  get pending(): number {
    return this.#pending.size;
  }

  secure(socket: Socket): void {
    if (this.#isClosed) return void socket.destroy();
    const client = nameOf(socket);
    if (client !== undefined) {
      this.#pending.set(client, socket);
      socket.once('close', () => this.#forget(client, socket));
    }
    // A client that says its last word in the middle of a handshake has nothing to wait for; afterwards it has.
    socket.allowHalfOpen = false;
    this.#server.emit('connection', socket);
  }

  /** Cuts the handshakes in progress. Connections that have finished theirs are not touched. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#pending.values()) socket.destroy();
    this.#pending.clear();
  }

  #finish(socket: TLSSocket): void {
    const client = nameOf(socket);
    if (client !== undefined) this.#pending.delete(client);
    socket.allowHalfOpen = true;
    const refusal = this.#isClosed ? 'the endpoint has been closed' : this.#refusalOf(socket);
    if (refusal === undefined) return this.#outcome.onSecured(socket);
    socket.on('error', () => {});
    socket.destroy();
    this.#outcome.onFailure(`Failed to authenticate HTTPS connection: ${refusal}.`);
  }

  #forget(client: string, socket: Socket): void {
    if (this.#pending.get(client) === socket) this.#pending.delete(client);
  }

  #refusalOf(socket: TLSSocket): string | undefined {
    const { clientCertificateMode: mode, clientCertificateValidation: validate } = this.#settings;
    if (mode === 'NoCertificate') return undefined;
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) return mode === 'RequireCertificate' ? 'the client showed no certificate' : undefined;
    const problem = socket.authorized ? undefined : String(socket.authorizationError);
    if (validate) return validate(certificate, problem) ? undefined : `the client's certificate (${certificate.subject}) was refused`;
    return problem && `the client's certificate (${certificate.subject}) is not trusted: ${problem}`;
  }
}

function nameOf({ remoteAddress, remotePort }: Socket): string | undefined {
  return remotePort === undefined ? undefined : `${remoteAddress} ${remotePort}`;
}

function describeFailure({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return 'Authentication of the HTTPS connection timed out.';
  const problem = code === 'ERR_SSL_HTTP_REQUEST' ? 'an HTTP request came to an HTTPS endpoint' : (code ?? message);
  return `Failed to authenticate HTTPS connection: ${problem}.`;
}
