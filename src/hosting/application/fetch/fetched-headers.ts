/** Fields of the connection on which a fetched response came (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade']);
/** What every Node's fetch undoes. */
const DECODED = /^(?:(?:x-)?gzip|deflate|br)$/i;
/** Fields that speak of the encoded body. */
const ENCODED = new Set(['content-encoding', 'content-length']);

/**
 * Whether a header of a response is not for our client. The framing is always ours. An app that passes on what it fetched passes on
 * a body that fetch has decoded, with headers that speak of the encoded one and of another connection.
 */
export function isLeftOut(name: string, from: Response): boolean {
  if (name === 'transfer-encoding') return true;
  if (from.url === '') return false;
  return HOP_BY_HOP.has(name) || (ENCODED.has(name) && wasDecoded(from));
}

function wasDecoded({ body, headers }: Response): boolean {
  const encodings = headers.get('content-encoding');
  return body !== null && encodings !== null && encodings.split(',').every((encoding) => DECODED.test(encoding.trim()));
}
