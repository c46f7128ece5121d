import type { CertificateSource } from '../../foundation/certificates/server-certificate.ts';
import type { ClientCertificateMode, ClientCertificateValidation } from '../../foundation/transport/tls-handshaker.ts';

/** Milliseconds, or .NET's `hh:mm:ss` (`d.hh:mm:ss.fff`). */
export type TimeSpan = number | string;

/** What an endpoint speaks (`HttpProtocols`). */
export type HttpProtocols = 'Http1' | 'Http2' | 'Http1AndHttp2';

export type SslProtocol = 'Tls' | 'Tls11' | 'Tls12' | 'Tls13';

/** What an endpoint and a server name of it may each have (`HttpsConnectionAdapterOptions`). */
export interface ServerNameOptions {
  /** Files (relative ones start at the content root) or PEM text. Default: `Kestrel:Certificates:Default`, else the development certificate. */
  certificate?: CertificateSource;
  /** Default: what Node deems safe, TLS 1.2 and 1.3. */
  sslProtocols?: readonly SslProtocol[];
  /** Default `NoCertificate`. */
  clientCertificateMode?: ClientCertificateMode;
  /** A PEM file with those who may issue the clients' certificates. Default: whom Node trusts. */
  clientCertificateAuthorities?: string;
  /** Decides about a client's certificate instead of its chain. */
  clientCertificateValidation?: ClientCertificateValidation;
  protocols?: HttpProtocols;
}

export interface HttpsOptions extends Omit<ServerNameOptions, 'protocols'> {
  /** Default 10 s. */
  handshakeTimeout?: TimeSpan;
  /** By server name: `a.example.org`, `*.example.org`, `*`. What one leaves out it has from the endpoint; other names are refused. */
  sni?: Readonly<Record<string, ServerNameOptions>>;
}

/** What is served on an endpoint (`ListenOptions`). */
export interface EndpointOptions {
  /** Default `Http1AndHttp2`: by ALPN on https, by prior knowledge on http. */
  protocols?: HttpProtocols;
  /** `true`: with the default certificate. Default: no https. */
  https?: boolean | HttpsOptions;
}

/** Bytes per second, and milliseconds in which a side need not keep that up. */
export interface MinDataRateOptions {
  bytesPerSecond: number;
  gracePeriod: TimeSpan;
}

/** `KestrelServerLimits`; what is left out has Kestrel's default. Sizes in octets, null for no limit. */
export interface KestrelLimitOptions {
  maxConcurrentConnections?: number | null;
  maxConcurrentUpgradedConnections?: number | null;
  /** 30,000,000. */
  maxRequestBodySize?: number | null;
  /** 240 B/s after 5 s. */
  minRequestBodyDataRate?: MinDataRateOptions | null;
  /** 240 B/s after 5 s. */
  minResponseDataRate?: MinDataRateOptions | null;
  /** 30 s. */
  requestHeadersTimeout?: TimeSpan;
  /** 130 s. */
  keepAliveTimeout?: TimeSpan;
  /** 8192, with its CRLF. */
  maxRequestLineSize?: number;
  /** 32,768. */
  maxRequestHeadersTotalSize?: number;
  /** 100. */
  maxRequestHeaderCount?: number;
  /** 1 MiB. */
  maxRequestBufferSize?: number | null;
  /** 64 KiB. */
  maxResponseBufferSize?: number | null;
  http2?: Http2LimitOptions;
}

export interface Http2LimitOptions {
  maxStreamsPerConnection?: number;
  headerTableSize?: number;
  /** 16,384 to 16,777,215. */
  maxFrameSize?: number;
  maxRequestHeaderFieldSize?: number;
  initialConnectionWindowSize?: number;
  initialStreamWindowSize?: number;
  /** At least 1 s; null: no pings. */
  keepAlivePingDelay?: TimeSpan | null;
  keepAlivePingTimeout?: TimeSpan;
}

/** Where to listen, in code. */
export type ListenTarget =
  | { readonly kind: 'ip'; readonly host: string; readonly port: number }
  | { readonly kind: 'localhost' | 'any'; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'pipe'; readonly name: string }
  | { readonly kind: 'handle'; readonly fd: number }
  | { readonly kind: 'systemd' };

/** One call of a `listen…` method. */
export interface Listen {
  readonly target: ListenTarget;
  readonly options: EndpointOptions;
}

/**
 * Kestrel's options in code (`KestrelServerOptions`): `app.configureKestrel((kestrel) => kestrel.listenLocalhost(5001, { https: true }))`.
 * Endpoints listed here and in appsettings.json add up, and replace the addresses of the launch.
 */
export class KestrelOptions {
  /** Over those of appsettings.json. */
  limits: KestrelLimitOptions = {};
  /** `Server: Kestrel` on each answer. Default true. */
  addServerHeader: boolean | undefined;
  /** What endpoints have that do not say otherwise, the addresses of the launch included. */
  endpointDefaults: Pick<EndpointOptions, 'protocols'> = {};
  /** What https endpoints have that do not say otherwise. */
  httpsDefaults: Omit<HttpsOptions, 'sni'> = {};
  readonly listens: Listen[] = [];

  /** An IP address of this machine; port 0 takes a free one. */
  listen(host: string, port: number, options: EndpointOptions = {}): this {
    return this.#add({ kind: 'ip', host, port }, options);
  }

  /** Both loopbacks. */
  listenLocalhost(port: number, options: EndpointOptions = {}): this {
    return this.#add({ kind: 'localhost', port }, options);
  }

  /** Every interface, IPv6 and IPv4. */
  listenAnyIP(port: number, options: EndpointOptions = {}): this {
    return this.#add({ kind: 'any', port }, options);
  }

  /** An absolute path. */
  listenUnixSocket(path: string, options: EndpointOptions = {}): this {
    return this.#add({ kind: 'unix', path }, options);
  }

  /** Windows only. */
  listenNamedPipe(name: string, options: EndpointOptions = {}): this {
    return this.#add({ kind: 'pipe', name }, options);
  }

  /** A descriptor that listens already. */
  listenHandle(fd: number, options: EndpointOptions = {}): this {
    return this.#add({ kind: 'handle', fd }, options);
  }

  /** The sockets of a systemd socket unit (LISTEN_FDS); nothing when the process was not started by one. Without this call they are used, too, when there are any. */
  useSystemd(options: EndpointOptions = {}): this {
    return this.#add({ kind: 'systemd' }, options);
  }

  #add(target: ListenTarget, options: EndpointOptions): this {
    this.listens.push({ target, options });
    return this;
  }
}
