import type { OctetResponseHead } from '../../../http/octets-feature.ts';
import type { HeadCircumstances, ResponseFraming } from './response-framing.ts';
import { contentLengthLine } from './usual-lines.ts';

const RESET_CONTENT = 205;

/**
 * Frames a response whose head somebody else has composed (RFC 9112 section 6): as for an app's own, a body of unknown length is chunked, or ends with the
 * connection on HTTP/1.0. `serverHeaders` of the circumstances: Date.
 */
export function frameOctets({ status, statusLine, fields, length }: OctetResponseHead, circumstances: HeadCircumstances): ResponseFraming {
  const { isHttp10, method, keepAlive, serverHeaders } = circumstances;
  const hasNoContent = status < 200 || status === 204;
  const allowsBody = method !== 'HEAD' && !hasNoContent && status !== RESET_CONTENT && status !== 304;
  const octets = hasNoContent ? undefined : status === RESET_CONTENT ? 0 : length;
  const isOpen = allowsBody && octets === undefined;
  const isChunked = isOpen && !isHttp10;
  const closes = !keepAlive || (isHttp10 && octets === undefined);
  const connection = closes ? 'Connection: close\r\n' : isHttp10 ? 'Connection: keep-alive\r\n' : '';
  const framing = octets !== undefined ? contentLengthLine(octets) : isChunked ? 'Transfer-Encoding: chunked\r\n' : '';
  const text = statusLine + connection + serverHeaders + framing + fields + '\r\n';
  return { text, length: octets, isChunked, allowsBody, closes };
}
