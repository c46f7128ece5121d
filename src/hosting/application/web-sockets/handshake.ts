import type { ReadableHeaders } from '../../http/headers.ts';
import { isToken } from '../../http1/field-syntax.ts';

/** Why a handshake is answered with an error, and the headers that say how it would be right. */
export interface HandshakeRefusal {
  readonly statusCode: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const VERSION = '13';
/** 16 octets in base64; of the last character before the padding only the first two bits count. */
const KEY = /^[A-Za-z\d+/]{21}[AQgw]==$/;

/** The client asks for a WebSocket, rightly or wrongly. */
export function asksForWebSocket(headers: ReadableHeaders): boolean {
  return tokensOf(headers, 'upgrade').some((token) => token.toLowerCase() === 'websocket');
}

/** What is wrong with a handshake (RFC 6455 section 4.2.1); undefined when nothing is. */
export function checkHandshake(method: string, headers: ReadableHeaders): HandshakeRefusal | undefined {
  const version = headers.get('sec-websocket-version');
  if (method !== 'GET') return { statusCode: 405, reason: 'The handshake of a WebSocket is a GET.', headers: { Allow: 'GET' } };
  if (version === undefined) return { statusCode: 400, reason: 'The header Sec-WebSocket-Version is missing.' };
  if (version !== VERSION) {
    const headers = { 'Sec-WebSocket-Version': VERSION, Upgrade: 'websocket', Connection: 'Upgrade' };
    return { statusCode: 426, reason: `The version of the WebSocket protocol must be ${VERSION}.`, headers };
  }
  if (!KEY.test(headers.get('sec-websocket-key') ?? '')) return { statusCode: 400, reason: 'The header Sec-WebSocket-Key must be 16 octets in base64.' };
  if (!requestedProtocols(headers).every(isToken)) return { statusCode: 400, reason: 'The header Sec-WebSocket-Protocol must be a list of names.' };
  return undefined;
}

/** Sub-protocols the client asks for, in its order. */
export function requestedProtocols(headers: ReadableHeaders): readonly string[] {
  return tokensOf(headers, 'sec-websocket-protocol');
}

function tokensOf(headers: ReadableHeaders, name: string): readonly string[] {
  const value = headers.get(name);
  return value === undefined ? [] : value.split(',').map((token) => token.trim());
}
