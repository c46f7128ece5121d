import type { ServerSessionOptions } from 'node:http2';
import type { KestrelLimits } from '../kestrel-limits.ts';

/**
 * Node answers more header fields than this with a reset; up to there we answer 431. Clients split cookies into many
 * fields (RFC 9113 section 8.2.3), which count as one with us.
 */
const HEADER_FIELDS_FACTOR = 4;

/** Node resets a stream with larger headers than the client was told; up to there we answer 431, which a user can read. */
const HEADER_SIZE_FACTOR = 2;

/**
 * Megabytes. Node counts the responses that wait, and refuses new streams above: one large buffer that an app writes
 * would do that. How much may wait is the business of our own limits.
 */
const MAX_SESSION_MEMORY = 1000;

/** What a session of node:http2 is told of Kestrel's limits. */
export function toSessionOptions({ http2, maxRequestHeaderCount, maxRequestHeadersTotalSize }: KestrelLimits): ServerSessionOptions {
  return {
    maxDeflateDynamicTableSize: http2.headerTableSize,
    maxHeaderListPairs: Math.max(128, maxRequestHeaderCount * HEADER_FIELDS_FACTOR),
    maxSessionMemory: MAX_SESSION_MEMORY,
    settings: {
      headerTableSize: http2.headerTableSize,
      initialWindowSize: http2.initialStreamWindowSize,
      maxConcurrentStreams: http2.maxStreamsPerConnection,
      maxFrameSize: http2.maxFrameSize,
      maxHeaderListSize: maxRequestHeadersTotalSize * HEADER_SIZE_FACTOR,
    },
  };
}
