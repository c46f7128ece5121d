import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { KestrelLimitOptions, MinDataRateOptions, TimeSpan } from '../../application/kestrel-options.ts';
import type { DataRate } from '../../http/body-features.ts';
import { DEFAULT_LIMITS, type Http2Limits, type KestrelLimits } from './kestrel-limits.ts';
import { parseTimeSpan } from './parse-time-span.ts';

/** What a limit may be, and what Kestrel's setter says otherwise. */
interface Rule {
  readonly holds: (value: number) => boolean;
  readonly says: string;
}

const isPositive = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
const isNotNegative = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isBetween = (least: number, most: number) => (value: number): boolean => Number.isSafeInteger(value) && value >= least && value <= most;

const POSITIVE: Rule = { holds: isPositive, says: 'Value must be a positive number.' };
const NULL_OR_POSITIVE: Rule = { holds: isPositive, says: 'Value must be null or a positive number.' };
const NOT_NEGATIVE: Rule = { holds: isNotNegative, says: 'Value must be a non-negative number.' };
const NULL_OR_NOT_NEGATIVE: Rule = { holds: isNotNegative, says: 'Value must be null or a non-negative number.' };
const TIME: Rule = { holds: (value) => value > 0, says: 'Value must be a positive TimeSpan.' };
const FRAME: Rule = { holds: isBetween(16_384, 16_777_215), says: 'A value between 16384 and 16777215 is required.' };
const WINDOW: Rule = { holds: isBetween(65_535, 2_147_483_647), says: 'A value between 65535 and 2147483647 is required.' };
const PING: Rule = { holds: (value) => value >= 1000, says: 'Value must be greater than or equal to 1 second.' };
const RATE: Rule = { holds: (value) => value > 0, says: 'Value must be a positive number. To disable a minimum data rate, use null where a MinDataRate instance is expected.' };
/** Longer than Kestrel's heartbeat. */
const GRACE: Rule = { holds: (value) => value > 1000, says: 'The request body rate enforcement grace period must be greater than 1 second.' };

const RULES: Readonly<Record<Exclude<keyof KestrelLimits, 'http2' | 'minRequestBodyDataRate' | 'minResponseDataRate'>, Rule>> = {
  maxConcurrentConnections: NULL_OR_POSITIVE,
  maxConcurrentUpgradedConnections: NULL_OR_NOT_NEGATIVE,
  maxRequestBodySize: NULL_OR_NOT_NEGATIVE,
  requestHeadersTimeout: TIME,
  keepAliveTimeout: TIME,
  maxRequestLineSize: POSITIVE,
  maxRequestHeadersTotalSize: POSITIVE,
  maxRequestHeaderCount: POSITIVE,
  maxRequestBufferSize: NULL_OR_POSITIVE,
  maxResponseBufferSize: NULL_OR_NOT_NEGATIVE,
};

const HTTP2_RULES: Readonly<Record<keyof Http2Limits, Rule>> = {
  maxStreamsPerConnection: POSITIVE,
  headerTableSize: NOT_NEGATIVE,
  maxFrameSize: FRAME,
  maxRequestHeaderFieldSize: POSITIVE,
  initialConnectionWindowSize: WINDOW,
  initialStreamWindowSize: WINDOW,
  keepAlivePingDelay: PING,
  keepAlivePingTimeout: PING,
};

/** Limits that may be left off; all others must be numbers. */
const NULLABLE = new Set(['maxConcurrentConnections', 'maxConcurrentUpgradedConnections', 'maxRequestBodySize', 'maxRequestBufferSize', 'maxResponseBufferSize', 'keepAlivePingDelay']);

/**
 * The limits of a server: what was asked for over Kestrel's defaults, checked as the setters of `KestrelServerLimits` and
 * the start of Kestrel check them. Errors: badLimit, bufferTooSmall.
 */
export function resolveLimits(asked: KestrelLimitOptions): KestrelLimits {
  const { http2: askedHttp2 = {}, minRequestBodyDataRate, minResponseDataRate, requestHeadersTimeout, keepAliveTimeout, ...plain } = asked;
  const { keepAlivePingDelay, keepAlivePingTimeout, ...plainHttp2 } = askedHttp2;
  const limits: KestrelLimits = {
    ...DEFAULT_LIMITS,
    ...withoutUndefined(plain),
    ...withoutUndefined({
      requestHeadersTimeout: toMilliseconds('requestHeadersTimeout', requestHeadersTimeout),
      keepAliveTimeout: toMilliseconds('keepAliveTimeout', keepAliveTimeout),
      minRequestBodyDataRate: toDataRate('minRequestBodyDataRate', minRequestBodyDataRate),
      minResponseDataRate: toDataRate('minResponseDataRate', minResponseDataRate),
    }),
    http2: {
      ...DEFAULT_LIMITS.http2,
      ...withoutUndefined(plainHttp2),
      ...withoutUndefined({
        keepAlivePingDelay: keepAlivePingDelay === null ? null : toMilliseconds('http2.keepAlivePingDelay', keepAlivePingDelay),
        keepAlivePingTimeout: toMilliseconds('http2.keepAlivePingTimeout', keepAlivePingTimeout),
      }),
    },
  };
  checkAll(limits, RULES, '');
  checkAll(limits.http2, HTTP2_RULES, 'http2.');
  checkBuffer(limits);
  return limits;
}

/** What an object says; `undefined` is nothing said. */
function withoutUndefined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function checkAll<K extends string>(limits: Readonly<Record<K, unknown>>, rules: Readonly<Record<K, Rule>>, prefix: string): void {
  for (const name of Object.keys(rules) as K[]) {
    const value = limits[name];
    if (value === null && NULLABLE.has(name)) continue;
    check(`${prefix}${name}`, value, rules[name]);
  }
}

function check(limit: string, value: unknown, { holds, says }: Rule): void {
  if (typeof value !== 'number' || !holds(value)) throw mewsError('badLimit', { limit, value: typeof value === 'string' ? `'${value}'` : String(value), rule: says });
}

function toMilliseconds(limit: string, time: TimeSpan | undefined): number | undefined {
  if (typeof time !== 'string') return time;
  const milliseconds = parseTimeSpan(time);
  if (milliseconds === undefined) throw mewsError('badLimit', { limit, value: `'${time}'`, rule: TIME.says });
  return milliseconds;
}

function toDataRate(limit: string, asked: MinDataRateOptions | null | undefined): DataRate | null | undefined {
  if (!asked) return asked;
  const rate = { bytesPerSecond: asked.bytesPerSecond, gracePeriod: toMilliseconds(`${limit}.gracePeriod`, asked.gracePeriod) ?? NaN };
  check(`${limit}.bytesPerSecond`, rate.bytesPerSecond, RATE);
  check(`${limit}.gracePeriod`, rate.gracePeriod, GRACE);
  return rate;
}

/** The buffer must have room for what is parsed in one piece. */
function checkBuffer({ maxRequestBufferSize: buffer, maxRequestLineSize, maxRequestHeadersTotalSize }: KestrelLimits): void {
  if (buffer === null) return;
  if (buffer < maxRequestLineSize) throw mewsError('bufferTooSmall', { buffer, limit: maxRequestLineSize, what: 'line' });
  if (buffer < maxRequestHeadersTotalSize) throw mewsError('bufferTooSmall', { buffer, limit: maxRequestHeadersTotalSize, what: 'header' });
}
