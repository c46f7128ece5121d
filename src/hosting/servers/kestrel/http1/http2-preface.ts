/** What an HTTP/2 client with prior knowledge sends first (RFC 9113 section 3.4). As an HTTP/1 request it is malformed. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** How much of the preface stands at the beginning of `bytes[start..end)`: none of it, a part to which more may come, or all. */
export function matchHttp2Preface(bytes: Buffer, start: number, end: number): 'none' | 'part' | 'whole' {
  const length = Math.min(end - start, PREFACE.length);
  if (PREFACE.compare(bytes, start, start + length, 0, length) !== 0) return 'none';
  return length === PREFACE.length ? 'whole' : 'part';
}
