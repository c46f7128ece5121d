import { COLON, DIGIT, HOST_NAME, IPV6, LEFT_BRACKET, RIGHT_BRACKET, skip } from './octets.ts';

/** `[::1]` */
const SHORTEST_IPV6 = 5;

/**
 * Whether the octets from `start` to `end` are what a Host field may hold, as Kestrel reads it: a name, an IPv4 address or an IPv6 address in
 * brackets, and perhaps `:` and digits. No octets at all are a host, too. Needs an octet behind the last one that no host has.
 */
export function isHost(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  const nameEnd = bytes[start] === LEFT_BRACKET ? ipv6End(bytes, start) : skip(HOST_NAME, bytes, start);
  if (nameEnd === start) return false;
  return nameEnd === end || isPort(bytes, nameEnd, end);
}

/** `isHost` for text, as of an X-Forwarded-Host. */
export function isHostText(text: string): boolean {
  const bytes = Buffer.from(`${text}\0`, 'utf8');
  return isHost(bytes, 0, bytes.length - 1);
}

/** Behind the closing bracket; `start` when there is no address. */
function ipv6End(bytes: Uint8Array, start: number): number {
  const close = skip(IPV6, bytes, start + 1);
  return bytes[close] === RIGHT_BRACKET && close + 1 - start >= SHORTEST_IPV6 ? close + 1 : start;
}

function isPort(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === COLON && start + 1 < end && skip(DIGIT, bytes, start + 1) === end;
}
