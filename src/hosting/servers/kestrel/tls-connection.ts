import type { PeerCertificate, TLSSocket } from 'node:tls';
import type {
  TlsApplicationProtocolFeature,
  TlsConnectionFeature,
  TlsHandshakeFeature,
} from '../../http/connection-features.ts';

/** The TLS features of a secured connection, read from its socket when asked. */
export class TlsConnection implements TlsConnectionFeature, TlsHandshakeFeature, TlsApplicationProtocolFeature {
  readonly #socket: TLSSocket;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
  }

  get clientCertificate(): PeerCertificate | undefined {
    const certificate = this.#socket.getPeerCertificate();
    return certificate && Object.keys(certificate).length > 0 ? certificate : undefined;
  }

  get protocol(): string {
    return this.#socket.getProtocol() ?? '';
  }

  get negotiatedCipherSuite(): string {
    return this.#socket.getCipher()?.standardName ?? '';
  }

  get hostName(): string {
    const name: unknown = 'servername' in this.#socket ? this.#socket.servername : undefined;
    return typeof name === 'string' ? name : '';
  }

  get applicationProtocol(): string {
    return this.#socket.alpnProtocol || '';
  }
}
