import { encodeText } from '../encode-path.ts';

/** What the router's patterns have percent-encoded in their literal text, and the percent sign itself. */
const SPECIALS = /[\0- "#%<>?^`{}\x7f-\uffff]+/g;
/** 1 for an ASCII character that is none of them. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => (/[\0- "#%<>?^`{}\x7f]/.test(String.fromCharCode(code)) ? 0 : 1));

/**
 * A path, decoded but for `%2F`, in the spelling of the router, which compares percent-encoded text. Every percent sign is encoded, so
 * that `decodeRouteValue` gives back what the path has: a `%2F` stays one, as in ASP.NET Core.
 */
export function toRoutePath(path: string): string {
  return isPlain(path) ? path : path.replaceAll(SPECIALS, encodeText);
}

function isPlain(path: string): boolean {
  for (let at = 0; at < path.length; at++) {
    if (PLAIN[path.charCodeAt(at)] !== 1) return false;
  }
  return true;
}

/** What of a route path a parameter has taken, as the path had it. */
export function decodeRouteValue(value: string): string {
  return value.includes('%') ? decodeURIComponent(value) : value;
}
