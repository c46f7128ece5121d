import type { Socket } from 'node:net';
import { messageOf } from '../../../../foundation/errors/message-of.ts';
import { watchFiles, type FileWatch } from '../../../../foundation/events/watch-files.ts';
import type { EndpointHost } from './endpoint-host.ts';
import { EndpointSecurity } from './endpoint-security.ts';
import type { HttpsSpec } from './endpoint-spec.ts';
import { prepareTls, type PreparedTls } from './prepare-tls.ts';

/** The TLS of an endpoint whose certificates are read again when their files change; one that cannot be used leaves the one before in use. */
export class RenewingSecurity {
  readonly #endpoint: string;
  readonly #https: HttpsSpec;
  readonly #host: EndpointHost;
  readonly #security: EndpointSecurity;
  #files: readonly string[];
  #watch: FileWatch | undefined;
  #isClosed = false;

  /** Errors: noServerCertificate, those of the certificates. */
  static async open(endpoint: string, https: HttpsSpec, host: EndpointHost): Promise<RenewingSecurity> {
    return new RenewingSecurity({ endpoint, https, host }, await prepare(endpoint, https, host));
  }

  private constructor({ endpoint, https, host }: { endpoint: string; https: HttpsSpec; host: EndpointHost }, prepared: PreparedTls) {
    this.#endpoint = endpoint;
    this.#https = https;
    this.#host = host;
    this.#files = prepared.files;
    this.#security = new EndpointSecurity(prepared, {
      endpoint,
      handshakeTimeout: https.handshakeTimeout,
      onSecured: (tls, protocols) => host.onConnection({ socket: tls, tls, scheme: 'https', protocols, endpoint }),
      onFailure: (reason) => host.log.debug(reason),
    });
  }

  secure(socket: Socket): void {
    this.#security.secure(socket);
  }

  /** Handshakes in progress. */
  get pending(): number {
    return this.#security.pending;
  }

  /** Reads the certificates again when their files change, from now on. */
  followFiles(): void {
    this.#watch?.close();
    this.#watch = this.#files.length > 0 ? watchFiles(this.#files, () => void this.#renew()) : undefined;
  }

  /** Another one takes its place: handshakes in progress are finished, nothing is renewed any more. */
  retire(): void {
    this.#isClosed = true;
    this.#watch?.close();
  }

  /** Cuts handshakes in progress; connections are not touched. */
  close(): void {
    this.retire();
    this.#security.close();
  }

  async #renew(): Promise<void> {
    const { log } = this.#host;
    try {
      const prepared = await prepare(this.#endpoint, this.#https, this.#host);
      if (this.#isClosed) return;
      this.#security.renew(prepared);
      this.#files = prepared.files;
      this.followFiles();
      log.information(`The certificate of the endpoint ${this.#endpoint} has changed: new connections get the new one.`);
    } catch (error) {
      log.warning(`The changed certificate of the endpoint ${this.#endpoint} cannot be used; the one before stays in use. ${messageOf(error)}`);
    }
  }
}

async function prepare(endpoint: string, https: HttpsSpec, host: EndpointHost): Promise<PreparedTls> {
  const prepared = await prepareTls(https, { endpoint, findDefault: host.findDefaultCertificate, speaksHttp2: host.speaksHttp2() });
  for (const warning of prepared.warnings) host.log.warning(warning);
  return prepared;
}
