/** ASP.NET Core's `WebSocketOptions`. */
export interface WebSocketOptions {
  /** Milliseconds between two signs of life that keep proxies from closing the connection; 0 for none. Default 120000. */
  readonly keepAliveInterval?: number;
  /** Milliseconds in which a client must answer a sign of life, or be cut off; null, the default: it need not. */
  readonly keepAliveTimeout?: number | null;
  /** Values of the Origin header that browsers may send, as `https://example.com`; empty, the default, or with `*`: any. */
  readonly allowedOrigins?: readonly string[];
}

export interface WebSocketRules {
  readonly keepAliveInterval: number;
  readonly keepAliveTimeout: number | null;
  /** Undefined: any. */
  readonly allowedOrigins: ReadonlySet<string> | undefined;
}

export function toWebSocketRules({ keepAliveInterval = 120_000, keepAliveTimeout = null, allowedOrigins = [] }: WebSocketOptions): WebSocketRules {
  const isAny = allowedOrigins.length === 0 || allowedOrigins.includes('*');
  return { keepAliveInterval, keepAliveTimeout, allowedOrigins: isAny ? undefined : new Set(allowedOrigins.map((origin) => origin.toLowerCase())) };
}
