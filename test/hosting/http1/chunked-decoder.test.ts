import { describe, expect, test } from 'vitest';
import { ChunkedDecoder } from '../../../src/hosting/http1/chunked-decoder.ts';

const LIMITS = { headersTotal: 1000, headerCount: 10 };

/** What the decoder makes of the text, given in the pieces that the cuts make of it. */
function decode(text: string, { cuts = [], limits = LIMITS }: { cuts?: readonly number[]; limits?: typeof LIMITS } = {}) {
  const decoder = new ChunkedDecoder(limits);
  let content = '';
  const sink = { data: (bytes: Buffer, start: number, end: number) => (content += bytes.toString('latin1', start, end)) };
  let consumed = 0;
  let from = 0;
  for (const to of [...cuts, text.length]) {
    // Octets of others lie before and behind.
    const bytes = Buffer.from(`zz${text.slice(from, to)}5\r\n`, 'latin1');
    const end = 2 + to - from;
    const next = decoder.feed(bytes, 2, end, sink);
    consumed += next - 2;
    from = to;
    if (next < end) break;
  }
  return { decoder, content, consumed, trailers: decoder.trailers && [...decoder.trailers], reason: decoder.rejection?.reason, isDone: decoder.isDone };
}

const bodies: [text: string, content: string, trailers: [string, string][] | undefined][] = [
  ['0\r\n\r\n', '', undefined],
  ['5\r\nHello\r\n6\r\n World\r\n0\r\n\r\n', 'Hello World', undefined],
  ['c\r\nHello\r\n0\r\n\r\n\r\n000\r\n\r\n', 'Hello\r\n0\r\n\r\n', undefined],
  ['A\r\n0123456789\r\n0a\r\nabcdefghij\r\n0000000000000000\r\n\r\n', '0123456789abcdefghij', undefined],
  ['3;a\r\nabc\r\n1;a=b;c="d; \\" \x80\t";e\r\nx\r\n0;z\r\n\r\n', 'abcx', undefined],
  ['1\r\nx\r\n0\r\nGreeting: hi\r\nEmpty:\r\nName: \xc3\xa5 \r\n\r\n', 'x', [['Greeting', 'hi'], ['Empty', ''], ['Name', 'å']]],
];

describe('a chunked body', () => {
  test.each(bodies)('is read: %j', (text, content, trailers) => {
    expect(decode(text)).toMatchObject({ content, isDone: true, consumed: text.length, reason: undefined, trailers });
  });

  test.each(bodies)('ends where it ends, and the rest is the next request: %j', (text, content) => {
    expect(decode(`${text}GET / HTTP/1.1\r\n`)).toMatchObject({ content, isDone: true, consumed: text.length });
  });

  test.each(bodies)('can be cut behind every octet: %j', (text, content, trailers) => {
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second += 3) {
        expect(decode(text, { cuts: [first, second] }), `${first} ${second}`).toMatchObject({ content, isDone: true, consumed: text.length, trailers });
      }
    }
  });

  test.each(bodies)('is not done before its last octet: %j', (text) => {
    for (let length = 0; length < text.length; length++) {
      expect(decode(text.slice(0, length)), `${length}`).toMatchObject({ isDone: false, reason: undefined, trailers: undefined, consumed: length });
    }
  });

  test('has a length as Kestrel counts it: sizes, extensions and data, but no trailers', () => {
    expect(decode('5\r\nHello\r\n0\r\n\r\n').decoder.framedLength).toBe('5\r\nHello\r\n0\r\n'.length);
    expect(decode('5;a=b\r\nHello\r\n0;c\r\nt: v\r\n\r\n').decoder.framedLength).toBe('5;a=b\r\nHello\r\n0;c\r\n'.length);
    expect(decode('5\r\nHel').decoder.framedLength).toBe('5\r\nHel'.length);
  });
});

describe('a chunked body is refused', () => {
  test.each(['', ' 5', '5 ', '5\t', '+5', '-5', '0x5', 'g', '5,5', '5_', '5\n', '5\r\r', '5 ;a', '\r\n', '20000000000000', 'FFFFFFFFFFFFFFFFF', '00000000000000005', '5\0'])(
    'with the size %j',
    (size) => expect(decode(`${size}\r\nHello\r\n0\r\n\r\n`)).toMatchObject({ reason: 'BadChunkSizeData', isDone: false, content: '' }),
  );

  // `C;hello there` is what Kestrel lets pass: RFC 9112 does not, and node:http refuses it.
  test.each(['5;', '5;;', '5;a;', '5;a;;b', '5;=b', '5;a=', '5;a=b=c', '5; a', '5;a ', '5;a= b', '5;hello there', '5;a="b', '5;a="b"c', '5;a="b" ;c', '5;a\0', '5;a\x80', '5;a="\x01"', '5;a="\\\x01"', '5;\nxx', '5;a\n', '5;a\r', '5;a="\r', '5;a="\n', `5;${'a'.repeat(4096)}`])(
    'with the extension %j',
    (line) => expect(decode(`${line}\r\nHello\r\n0\r\n\r\n`)).toMatchObject({ reason: 'BadChunkExtension', isDone: false, content: '' }),
  );

  test('with a line break that is half of one behind an extension: how requests are smuggled', () => {
    expect(decode('2;\nxx\r\nab\r\n0\r\n\r\n').reason).toBe('BadChunkExtension');
    expect(decode('2;a\rx\r\nab\r\n0\r\n\r\n').reason).toBe('BadChunkExtension');
  });

  test.each(['', '\n', '\r', '\r\r\n', 'x\r\n', ' \r\n'])('with %j behind the data of a chunk', (suffix) => {
    expect(decode(`5\r\nHello${suffix}0\r\n\r\n`)).toMatchObject({ reason: 'BadChunkSuffix', isDone: false });
  });

  test.each([
    ['t : v', 'InvalidRequestHeader'],
    [' t: v', 'InvalidRequestHeader'],
    ['t', 'InvalidRequestHeader'],
    [': v', 'InvalidRequestHeader'],
    ['t: v\r\n u: w', 'InvalidRequestHeader'],
    ['t: v\n', 'InvalidRequestHeader'],
    ['t: v\rx', 'InvalidRequestHeader'],
    ['t(: v', 'InvalidCharactersInHeaderName'],
    ['t: \0', 'MalformedRequestInvalidHeaders'],
    ['t: \xc3', 'MalformedRequestInvalidHeaders'],
    ['Content-Length: 5', 'InvalidRequestHeader'],
    ['Content-Length: x', 'InvalidContentLength'],
    ['transfer-encoding: chunked', 'InvalidRequestHeader'],
    ['HOST: a', 'InvalidRequestHeader'],
    ['Connection: close', 'InvalidRequestHeader'],
    ['Authorization: Basic eA==', 'InvalidRequestHeader'],
    ['Content-Type: text/html', 'InvalidRequestHeader'],
  ])('with the trailer %j', (line, reason) => {
    expect(decode(`1\r\nx\r\n0\r\n${line}\r\n\r\n`)).toMatchObject({ reason, isDone: false, trailers: undefined });
  });

  test('when trailers exceed what the head left of the limits', () => {
    const body = '0\r\na: b\r\nc: d\r\n\r\n';
    const left = { headersTotal: 'a: b\r\nc: d\r\n'.length, headerCount: 2 };
    expect(decode(body, { limits: left })).toMatchObject({ isDone: true });
    expect(decode(body, { limits: { ...left, headersTotal: left.headersTotal - 1 } })).toMatchObject({ reason: 'HeadersExceedMaxTotalSize', isDone: false });
    expect(decode(body, { limits: { ...left, headerCount: 1 } })).toMatchObject({ reason: 'TooManyHeaders', isDone: false });
    expect(decode('0\r\n\r\n', { limits: { headersTotal: 0, headerCount: 0 } })).toMatchObject({ isDone: true });
  });

  test('when trailers never end', () => {
    expect(decode(`0\r\n${'x'.repeat(1003)}`)).toMatchObject({ reason: 'HeadersExceedMaxTotalSize' });
  });

  test('and then takes no more octets', () => {
    const { decoder } = decode('x');
    expect(decoder.feed(Buffer.from('5\r\nHello'), 0, 8, { data: () => expect.unreachable() })).toBe(0);
  });
});
