import { describe, expect, test } from 'vitest';
import { CHUNKED } from '../../../src/hosting/http1/head-scan.ts';
import { finalTransferCoding } from '../../../src/hosting/http1/transfer-coding.ts';
import { octetsOf, scanText } from './scan-text.ts';

const final = (value: string) => finalTransferCoding(octetsOf(value), 0, value.length);

describe('the final transfer coding', () => {
  test.each(['', ',,', ' ,,', ',, ', ' , ,', ' , , '])('%j names none', (value) => expect(final(value)).toBe('none'));
  test.each(['chunked', 'Chunked', 'chunked, , ', 'chunked ,', ',chunked', ',,chunked', ', ,chunked', ', , chunked', 'gzip,chunked', 'compress,,chunked', 'gzip;q="a", chunked'])(
    '%j ends in chunked',
    (value) => expect(final(value)).toBe('chunked'),
  );
  test.each(['chunkedchunked', 'chunked2', '2chunked', 'ch2nked', 'identity', 'chunked;q=1', '"chunked"', 'chunked 2', 'gzip, x chunked'])('%j ends in another one', (value) =>
    expect(final(value)).toBe('other'),
  );
  test.each(['chunked, gzip', 'chunked,compress', 'chunked, chunked', 'chunked, gzip, chunked', 'chunked,x chunked'])('%j goes on behind chunked', (value) =>
    expect(final(value)).toBe('chunked-not-last'),
  );
});

describe('a request with Transfer-Encoding', () => {
  test.each([['chunked'], [',chunked'], [', , chunked'], ['gzip, chunked'], ['gzip,\tchunked'], [' chunked  '], ['compress', 'chunked']])(
    'is chunked: %j',
    (...values) => {
      const { outcome, scan } = scanText(requestWith(values));
      expect(outcome).toBe('scanned');
      expect(scan.flags & CHUNKED).toBe(CHUNKED);
    },
  );

  // Of these, Kestrel takes what has only empty elements or blanks behind `chunked`, and what names no coding at all; node:http refuses it.
  // A field that names none beside one that does is refused by newer Nodes only.
  test.each([
    ['gzip, chunked', ''],
    ['', 'chunked'],
    ['chunked, not-chunked'],
    ['chunked2'],
    ['chunked, gzip'],
    ['chunked, chunked'],
    ['chunked ,'],
    ['chunked, , '],
    ['chunked\t'],
    ['identity'],
    [''],
    [',,'],
    ['', ''],
    ['', 'chunked, compress'],
    ['chunked', 'chunked'],
    ['chunked', 'gzip'],
    ['chunked', ','],
    ['chunked, gzip', 'chunked'],
    ['gzip', ''],
  ])('is refused when its end cannot be found: %j %j', (...values) => {
    expect(scanText(requestWith(values)).scan.rejection).toMatchObject({ status: 400, reason: 'FinalTransferCodingNotChunked' });
  });

  test('is refused with the coding in the message, with or without a length', () => {
    const message = "The message body length cannot be determined because the final transfer coding was set to 'chunked, not-chunked' instead of 'chunked'.";
    expect(scanText(requestWith(['chunked, not-chunked'])).scan.rejection).toMatchObject({ status: 400, message });
    expect(scanText(requestWith(['chunked, not-chunked'], 'Content-Length: 22\r\n')).scan.rejection).toMatchObject({ status: 400, message });
  });

  test('is refused when it has a length too, in either order', () => {
    expect(scanText(requestWith(['chunked'], 'Content-Length: 5\r\n')).scan.rejection).toMatchObject({ status: 400, reason: 'MalformedRequestInvalidHeaders' });
    const lengthFirst = 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(scanText(lengthFirst).scan.rejection).toMatchObject({ status: 400, reason: 'MalformedRequestInvalidHeaders' });
  });

  test('is refused on HTTP/1.0, which knows no chunks', () => {
    expect(scanText('POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n').scan.rejection).toMatchObject({ status: 400, reason: 'MalformedRequestInvalidHeaders' });
  });
});

function requestWith(codings: readonly (string | undefined)[], more = ''): string {
  const lines = codings.map((coding) => `Transfer-Encoding: ${coding ?? ''}\r\n`);
  return `POST / HTTP/1.1\r\nHost:\r\n${lines.join('')}${more}\r\n`;
}
