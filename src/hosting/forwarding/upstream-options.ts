import { mewsError } from '../../foundation/errors/mews-error.ts';
import { SYSTEM_CLOCK, type Clock } from '../http1/heartbeat.ts';
import { isFieldValue, isToken } from '../http1/field-syntax.ts';
import type { UpstreamAddress } from './upstream-address.ts';

/** An app to which requests are passed on. Times are in milliseconds, and looked at once a second. */
export interface UpstreamOptions {
  readonly address: UpstreamAddress;
  /** Fields that every request gets: the pairing token. A client's own fields of these names are never passed on. */
  readonly fields?: Readonly<Record<string, string>>;
  /** How long the app may take to accept a connection. Default 15000. */
  readonly connectTimeout?: number;
  /** How long the app may be silent while it has a request to answer: before its answer, and within it. Default 120000, the module's. */
  readonly requestTimeout?: number;
  /** How long a connection is kept that carries no request: less than apps do (Node: 5 s). Default 4000. */
  readonly idleTimeout?: number;
  /** Connections that are kept without a request. Default 256. */
  readonly maxIdle?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

export interface UpstreamRules {
  readonly connectTimeout: number;
  readonly requestTimeout: number;
  readonly idleTimeout: number;
  readonly maxIdle: number;
  /** The fields as lines, each with its CRLF. */
  readonly lines: string;
  readonly clock: Clock;
}

/** The options with their defaults, checked. Error: badOption. */
export function toUpstreamRules(options: UpstreamOptions): UpstreamRules {
  const { connectTimeout = 15_000, requestTimeout = 120_000, idleTimeout = 4000, maxIdle = 256, fields = {}, clock = SYSTEM_CLOCK } = options;
  return {
    connectTimeout: positive('connectTimeout', connectTimeout),
    requestTimeout: positive('requestTimeout', requestTimeout),
    idleTimeout: positive('idleTimeout', idleTimeout),
    maxIdle,
    lines: Object.entries(fields).map(toLine).join(''),
    clock,
  };
}

function positive(option: string, value: number): number {
  if (value > 0) return value;
  throw mewsError('badOption', { option, value: String(value), expected: 'a positive number of milliseconds' });
}

function toLine([name, value]: readonly [string, string]): string {
  if (!isToken(name) || !isFieldValue(value)) throw mewsError('badOption', { option: 'fields', value: name, expected: 'a header name with a value that can be sent' });
  return `${name}: ${value}\r\n`;
}
