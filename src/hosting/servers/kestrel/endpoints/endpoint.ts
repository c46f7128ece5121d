import type { Socket } from 'node:net';
import type { BindingAddress } from '../../../../foundation/addresses/binding-address.ts';
import { listenFailure } from '../../../../foundation/transport/listen-failure.ts';
import { formatHandle, listenOnHandle, type ListeningHandle } from '../../../../foundation/transport/listen-on-handle.ts';
import { bindListeningSockets } from '../../../../foundation/transport/listening-sockets.ts';
import type { EndpointHost } from './endpoint-host.ts';
import { isHandle, type EndpointSpec } from './endpoint-spec.ts';
import type { RenewingSecurity } from './renewing-security.ts';

/** The listening part of an endpoint. */
interface Bound {
  readonly address: string;
  close(): unknown;
}

/** One endpoint of a server: it listens, secures what it accepts when it is https, and hands the connections over. */
export class Endpoint {
  readonly #host: EndpointHost;
  #spec: EndpointSpec;
  #security: RenewingSecurity | undefined;
  #bound: Bound | undefined;

  /** Reads the certificates; nothing is bound yet. Errors: noServerCertificate, those of the certificates. */
  static async prepare(spec: EndpointSpec, host: EndpointHost): Promise<Endpoint> {
    return new Endpoint(spec, { host, security: await securityOf(spec, host) });
  }

  private constructor(spec: EndpointSpec, { host, security }: { readonly host: EndpointHost; readonly security: RenewingSecurity | undefined }) {
    this.#spec = spec;
    this.#host = host;
    this.#security = security;
  }

  /** What it serves now. */
  get spec(): EndpointSpec {
    return this.#spec;
  }

  /** As bound: `https://127.0.0.1:43121`. Empty before. */
  get address(): string {
    return this.#bound?.address ?? '';
  }

  /** `mayMove`: a taken port moves to the next free one. Errors: addressInUse, bindFailed. */
  async bind(mayMove: boolean): Promise<void> {
    const { target } = this.#spec;
    this.#bound = isHandle(target) ? await this.#bindHandle(target) : await this.#bindAddress(target, mayMove);
    this.#security?.followFiles();
  }

  /** Serves what comes in from now on as `spec` says, which has the same target. Errors: those of `prepare`; then nothing has changed. */
  async become(spec: EndpointSpec): Promise<void> {
    const security = await securityOf(spec, this.#host);
    this.#security?.retire();
    this.#security = security;
    this.#spec = spec;
    security?.followFiles();
  }

  /** Handshakes in progress. */
  get handshakes(): number {
    return this.#security?.pending ?? 0;
  }

  /** Stops accepting: when it returns, the port is free. Handshakes in progress are cut; connections are not touched. */
  close(): void {
    void this.#bound?.close();
    this.#security?.close();
  }

  readonly #accept = (socket: Socket): void => {
    if (this.#security) return this.#security.secure(socket);
    const { name, protocols } = this.#spec;
    this.#host.onConnection({ socket, scheme: 'http', protocols, endpoint: name });
  };

  async #bindAddress(target: BindingAddress, mayMove: boolean): Promise<Bound> {
    const { describeHolder } = this.#host;
    const sockets = await bindListeningSockets({ addresses: [target], mayMove, onConnection: this.#accept, ...(describeHolder && { describeHolder }) });
    return { address: sockets.addresses[0] ?? '', close: () => sockets.close() };
  }

  async #bindHandle(handle: ListeningHandle): Promise<Bound> {
    try {
      const { address, server } = await listenOnHandle(handle, this.#accept);
      return { address, close: () => server.close() };
    } catch (error) {
      throw await listenFailure(error, `${formatHandle(handle.scheme)} ${handle.fd}`);
    }
  }
}

/** TLS is loaded where there is an https endpoint. */
async function securityOf({ name, https }: EndpointSpec, host: EndpointHost): Promise<RenewingSecurity | undefined> {
  if (!https) return undefined;
  const { RenewingSecurity } = await import('./renewing-security.ts');
  return RenewingSecurity.open(name, https, host);
}
