import type { DataRate } from '../../http/body-features.ts';

export interface Http2Limits {
  /** Streams a client may have open at once; more are refused with REFUSED_STREAM. */
  readonly maxStreamsPerConnection: number;
  readonly headerTableSize: number;
  readonly maxFrameSize: number;
  /** Octets of one header field. */
  readonly maxRequestHeaderFieldSize: number;
  readonly initialConnectionWindowSize: number;
  readonly initialStreamWindowSize: number;
  /** Milliseconds of silence after which the client is pinged; null: never. */
  readonly keepAlivePingDelay: number | null;
  /** Milliseconds that the answer to a ping may take. */
  readonly keepAlivePingTimeout: number;
}

/** `KestrelServerLimits`: sizes in octets, times in milliseconds, null for no limit. */
export interface KestrelLimits {
  readonly maxConcurrentConnections: number | null;
  readonly maxConcurrentUpgradedConnections: number | null;
  readonly maxRequestBodySize: number | null;
  readonly minRequestBodyDataRate: DataRate | null;
  readonly minResponseDataRate: DataRate | null;
  /** Counts from the first octet of a request; more octets do not extend it. */
  readonly requestHeadersTimeout: number;
  readonly keepAliveTimeout: number;
  /** With its CRLF. */
  readonly maxRequestLineSize: number;
  /** Field lines with their CRLF, without the empty line; trailers count. */
  readonly maxRequestHeadersTotalSize: number;
  readonly maxRequestHeaderCount: number;
  /** What is kept of a request body before the client is made to wait; null: no back-pressure. */
  readonly maxRequestBufferSize: number | null;
  /** What is kept of a response before a write waits; 0: every write waits. */
  readonly maxResponseBufferSize: number | null;
  readonly http2: Http2Limits;
}

/** The newest Kestrel's defaults. */
export const DEFAULT_LIMITS: KestrelLimits = {
  maxConcurrentConnections: null,
  maxConcurrentUpgradedConnections: null,
  maxRequestBodySize: 30_000_000,
  minRequestBodyDataRate: { bytesPerSecond: 240, gracePeriod: 5000 },
  minResponseDataRate: { bytesPerSecond: 240, gracePeriod: 5000 },
  requestHeadersTimeout: 30_000,
  keepAliveTimeout: 130_000,
  maxRequestLineSize: 8192,
  maxRequestHeadersTotalSize: 32_768,
  maxRequestHeaderCount: 100,
  maxRequestBufferSize: 1_048_576,
  maxResponseBufferSize: 65_536,
  http2: {
    maxStreamsPerConnection: 100,
    headerTableSize: 4096,
    maxFrameSize: 16_384,
    maxRequestHeaderFieldSize: 32_768,
    initialConnectionWindowSize: 1_048_576,
    initialStreamWindowSize: 786_432,
    keepAlivePingDelay: null,
    keepAlivePingTimeout: 20_000,
  },
};
