import { mewsError } from '../../../foundation/errors/mews-error.ts';

/** ASP.NET Core's `WebSocketOptions`. */
export interface WebSocketOptions {
  /** Milliseconds between two signs of life that keep proxies from closing the connection; 0 for none. Default 120000. */
  readonly keepAliveInterval?: number;
  /** Milliseconds in which a client must answer a sign of life, or be cut off; null, the default: it need not. */
  readonly keepAliveTimeout?: number | null;
  /** Values of the Origin header that browsers may send, as `https://example.com`; empty, the default, or with `*`: any. */
  readonly allowedOrigins?: readonly string[];
  /** Octets of one message; a longer one closes the connection (1009). Default 1048576: messages are kept in memory until they are whole. */
  readonly maxMessageSize?: number;
}

const DEFAULT_MESSAGE_SIZE = 1_048_576;

export interface WebSocketRules {
  readonly keepAliveInterval: number;
  readonly keepAliveTimeout: number | null;
  readonly maxMessageSize: number;
  /** Undefined: any. */
  readonly allowedOrigins: ReadonlySet<string> | undefined;
}

/** Error: badOption. */
export function toWebSocketRules(options: WebSocketOptions): WebSocketRules {
  const { keepAliveInterval = 120_000, keepAliveTimeout = null, allowedOrigins = [], maxMessageSize = DEFAULT_MESSAGE_SIZE } = options;
  if (!Number.isInteger(maxMessageSize) || maxMessageSize < 1) {
    throw mewsError('badOption', { option: 'maxMessageSize', value: String(maxMessageSize), expected: 'a positive number of octets' });
  }
  const isAny = allowedOrigins.length === 0 || allowedOrigins.includes('*');
  return { keepAliveInterval, keepAliveTimeout, maxMessageSize, allowedOrigins: isAny ? undefined : new Set(allowedOrigins.map((origin) => origin.toLowerCase())) };
}
