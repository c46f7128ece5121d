import { formatBindingAddress } from '../../../foundation/addresses/bound-address.ts';
import type { CertificateFiles } from '../../../foundation/certificates/server-certificate.ts';
import { inheritedHandles } from '../../../foundation/transport/inherited-handles.ts';
import type { ServerAddressesFeature } from '../../application/server-addresses-feature.ts';
import type { ServerOptions } from '../../application/server.ts';
import { loadConfiguration, type KestrelConfiguration } from './configuration/load-configuration.ts';
import type { EndpointHost, EndpointLog } from './endpoints/endpoint-host.ts';
import { isHandle, type EndpointSpec } from './endpoints/endpoint-spec.ts';
import { Endpoints } from './endpoints/endpoints.ts';

export interface KestrelEndpointsHost extends Pick<EndpointHost, 'onConnection' | 'drainEndpoint' | 'speaksHttp2'> {
  /** Read for what is asked for, and filled with what was bound. */
  readonly addresses: ServerAddressesFeature;
}

/**
 * Where Kestrel listens, from the asking to the closing: gathers the endpoints, binds them, and lets them follow the
 * configuration while they run. Endpoints of code, and addresses, never change.
 */
export class KestrelEndpoints {
  readonly #options: ServerOptions;
  readonly #host: KestrelEndpointsHost;
  readonly #log: EndpointLog;
  readonly #endpoints: Endpoints;
  /** `Certificates:Default`. */
  readonly #defaultCertificate: { current: CertificateFiles | undefined } = { current: undefined };
  readonly #saidWarnings = new Set<string>();
  #configuration: KestrelConfiguration | undefined;
  #following: { close(): void } | undefined;
  #isClosed = false;

  constructor(options: ServerOptions, host: KestrelEndpointsHost) {
    this.#options = options;
    this.#host = host;
    this.#log = logOf(options);
    this.#endpoints = new Endpoints({
      ...host,
      describeHolder: options.describeHolder,
      findDefaultCertificate: async () => this.#defaultCertificate.current ?? (await findDevelopmentCertificate(options)),
      log: this.#log,
    });
  }

  /** Gathers and decides; binds nothing. Errors: those of the settings files, addresses, values and limits. */
  async configure(): Promise<KestrelConfiguration> {
    const options = this.#options;
    const inherited = options.env ? inheritedHandles(options.env, process.pid) : [];
    const configuration = await loadConfiguration({ options, asked: this.#host.addresses, inherited });
    this.#configuration = configuration;
    this.#defaultCertificate.current = configuration.defaultCertificate;
    return configuration;
  }

  /** Binds all endpoints or none. Errors: noServerCertificate, those of the certificates, addressInUse, bindFailed. */
  async bind(): Promise<void> {
    const { decision, mayMove, configured, warnings } = this.#configuration ?? (await this.configure());
    this.#warnOnce(warnings);
    if (decision.warning !== undefined) this.#log.warning(decision.warning);
    if (decision.information !== undefined) this.#log.information(decision.information);
    await this.#endpoints.bind(decision.endpoints, mayMove);
    this.#tellAddresses();
    this.#warnOfNames(decision.endpoints);
    this.#warnOfMove(decision.endpoints, this.#endpoints.addresses);
    const arePreferred = decision.information !== undefined;
    if (this.#options.settings?.hasFiles && !arePreferred) await this.#followSettings(configured);
  }

  /** Handshakes in progress: connections that are still to come. */
  get handshakes(): number {
    return this.#endpoints.handshakes;
  }

  /** Stops accepting: when it returns, the ports are free. Connections are not touched. */
  close(): void {
    this.#isClosed = true;
    this.#following?.close();
    this.#endpoints.close();
  }

  #tellAddresses(): void {
    this.#host.addresses.addresses = this.#endpoints.addresses;
  }

  async #followSettings(configured: readonly EndpointSpec[]): Promise<void> {
    const { followSettings } = await import('./follow-settings.ts');
    if (this.#isClosed) return;
    this.#following = followSettings({
      options: this.#options,
      endpoints: this.#endpoints,
      configured,
      defaultCertificate: this.#defaultCertificate,
      onChanged: () => this.#tellAddresses(),
      warnOnce: (warnings) => this.#warnOnce(warnings),
      log: this.#log,
    });
  }

  /** A file is read again with each change, and what is wrong in it is wrong for long. */
  #warnOnce(warnings: readonly string[]): void {
    for (const warning of warnings) {
      if (!this.#saidWarnings.has(warning)) this.#log.warning(warning);
      this.#saidWarnings.add(warning);
    }
  }

  #warnOfNames(endpoints: readonly EndpointSpec[]): void {
    for (const { target } of endpoints) {
      if (!isHandle(target) && target.namedHost) this.#log.warning(`'${target.host}' is neither localhost nor an IP address: listening on every interface, as Kestrel does.`);
    }
  }

  #warnOfMove(endpoints: readonly EndpointSpec[], bound: readonly string[]): void {
    endpoints.forEach(({ target }, at) => {
      if (isHandle(target) || target.kind !== 'localhost' || target.port === 0) return;
      const url = formatBindingAddress(target);
      if (bound[at] !== url) this.#log.warning(`${url} is taken: listening on ${bound[at]} instead.`);
    });
  }
}

async function findDevelopmentCertificate({ env = {} }: ServerOptions): Promise<CertificateFiles | undefined> {
  const { findDevCertificate } = await import('../../../foundation/certificates/dev-certificate-store.ts');
  const found = findDevCertificate(env);
  return found && { path: found.certificatePath, keyPath: found.keyPath };
}

function logOf({ warn, logInformation, logDebug }: ServerOptions): EndpointLog {
  return {
    debug: (text) => logDebug?.(text),
    information: (text) => logInformation?.(text),
    warning: warn,
    critical: warn,
  };
}
