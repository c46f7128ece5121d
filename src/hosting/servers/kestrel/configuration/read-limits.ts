import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import { nearNames } from '../../../../foundation/errors/near-names.ts';
import type { ConfigurationSection } from '../../../application/configuration/configuration-section.ts';
import type { Http2LimitOptions, KestrelLimitOptions, MinDataRateOptions } from '../../../application/kestrel-options.ts';
import { parseTimeSpan } from '../parse-time-span.ts';
import { placeOf, placeOfKey, settingText } from './setting-values.ts';

/** What the limits are made of: whole numbers, times. */
type Kind = 'number' | 'time';

const LIMITS = {
  maxConcurrentConnections: 'number',
  maxConcurrentUpgradedConnections: 'number',
  maxRequestBodySize: 'number',
  requestHeadersTimeout: 'time',
  keepAliveTimeout: 'time',
  maxRequestLineSize: 'number',
  maxRequestHeadersTotalSize: 'number',
  maxRequestHeaderCount: 'number',
  maxRequestBufferSize: 'number',
  maxResponseBufferSize: 'number',
} as const satisfies Partial<Record<keyof KestrelLimitOptions, Kind>>;

const HTTP2_LIMITS = {
  maxStreamsPerConnection: 'number',
  headerTableSize: 'number',
  maxFrameSize: 'number',
  maxRequestHeaderFieldSize: 'number',
  initialConnectionWindowSize: 'number',
  initialStreamWindowSize: 'number',
  keepAlivePingDelay: 'time',
  keepAlivePingTimeout: 'time',
} as const satisfies Record<keyof Http2LimitOptions, Kind>;

const RATES = ['minRequestBodyDataRate', 'minResponseDataRate'] as const;

/**
 * `Kestrel:Limits`, and `Kestrel:Limits:Http2` below it. Null, or the empty text, is written for no limit. What the numbers
 * may be is the business of who uses them. Errors: badKestrelSetting; unknownKestrelValue for a name that is no limit.
 */
export function readLimits(section: ConfigurationSection): KestrelLimitOptions {
  refuseUnknown(section, [...Object.keys(LIMITS), ...RATES, 'http2', 'http3']);
  const http2 = section.child('Http2');
  refuseUnknown(http2, Object.keys(HTTP2_LIMITS));
  const limits: Record<string, unknown> = readAll(section, LIMITS);
  for (const name of RATES) {
    const child = section.child(name);
    if (child.exists) limits[name] = readRate(child);
  }
  return { ...limits, ...(http2.exists && { http2: readAll(http2, HTTP2_LIMITS) }) };
}

function readAll(section: ConfigurationSection, kinds: Readonly<Record<string, Kind>>): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const child = section.child(name);
    if (child.value) found[name] = readNumber(child, kind);
  }
  return found;
}

function readNumber(section: ConfigurationSection, kind: Kind): number | null {
  const given = settingText(section);
  if (!given) return null;
  const number = kind === 'time' ? parseTimeSpan(given.text) : Number(given.text);
  if (number === undefined || Number.isNaN(number)) {
    const expected = kind === 'time' ? 'a time, "00:02:10" or milliseconds' : 'a number, or null where the limit may be left off';
    throw mewsError('badKestrelSetting', { setting: section.path, value: `'${given.text}'`, expected }, placeOf(section));
  }
  return number;
}

/** Null switches the rate off. */
function readRate(section: ConfigurationSection): MinDataRateOptions | null {
  if (section.children.length === 0) {
    if (settingText(section)) throw mewsError('badKestrelSetting', { setting: section.path, value: `'${section.text ?? ''}'`, expected: 'null, or { "BytesPerSecond": 240, "GracePeriod": "00:00:05" }' }, placeOf(section));
    return null;
  }
  const bytesPerSecond = section.child('BytesPerSecond');
  const gracePeriod = section.child('GracePeriod');
  return {
    bytesPerSecond: bytesPerSecond.value ? (readNumber(bytesPerSecond, 'number') ?? 0) : 240,
    gracePeriod: gracePeriod.value ? (readNumber(gracePeriod, 'time') ?? 0) : 5000,
  };
}

function refuseUnknown(section: ConfigurationSection, known: readonly string[]): void {
  for (const child of section.children) {
    const isKnown = known.some((name) => name.toLowerCase() === child.key.toLowerCase());
    const names = known.filter((name) => name !== 'http3').map((name) => name.charAt(0).toUpperCase() + name.slice(1));
    if (!isKnown) throw mewsError('unknownKestrelValue', { setting: section.path, value: child.key, allowed: names, near: nearNames(child.key, names) }, placeOfKey(child));
  }
}
