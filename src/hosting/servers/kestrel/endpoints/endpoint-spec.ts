import type { BindingAddress } from '../../../../foundation/addresses/binding-address.ts';
import type { CertificateSource } from '../../../../foundation/certificates/server-certificate.ts';
import type { ListeningHandle } from '../../../../foundation/transport/listen-on-handle.ts';
import type { ClientCertificateMode, ClientCertificateValidation } from '../../../../foundation/transport/tls-handshaker.ts';
import type { HttpProtocols, SslProtocol } from '../../../application/kestrel-options.ts';

/** How clients are received with TLS: of an endpoint, or of one server name there. Everything is decided. */
export interface TlsChoice {
  /** Undefined: the default certificate. */
  readonly certificate: CertificateSource | undefined;
  readonly protocols: HttpProtocols;
  /** Empty: what Node deems safe. */
  readonly sslProtocols: readonly SslProtocol[];
  readonly clientCertificateMode: ClientCertificateMode;
  /** Absolute path of a PEM file. */
  readonly clientCertificateAuthorities: string | undefined;
  readonly clientCertificateValidation: ClientCertificateValidation | undefined;
}

export interface HttpsSpec extends TlsChoice {
  /** By server name in lower case; undefined: every name is served alike. */
  readonly sni: ReadonlyMap<string, TlsChoice> | undefined;
  /** Milliseconds. */
  readonly handshakeTimeout: number;
}

/** An endpoint as it was asked for, wherever that was: code, configuration, addresses of the launch, inherited sockets. */
export interface EndpointSpec {
  /** Its key in the configuration, else its address. */
  readonly name: string;
  readonly target: BindingAddress | ListeningHandle;
  readonly protocols: HttpProtocols;
  readonly https: HttpsSpec | undefined;
}

/** What endpoints have that do not say otherwise. */
export interface EndpointDefaults extends TlsChoice {
  readonly handshakeTimeout: number;
}

export const BUILT_IN_DEFAULTS: EndpointDefaults = {
  certificate: undefined,
  protocols: 'Http1AndHttp2',
  sslProtocols: [],
  clientCertificateMode: 'NoCertificate',
  clientCertificateAuthorities: undefined,
  clientCertificateValidation: undefined,
  handshakeTimeout: 10_000,
};

export function isHandle(target: EndpointSpec['target']): target is ListeningHandle {
  return 'fd' in target;
}
