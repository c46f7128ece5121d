import { describe, expect, test } from 'vitest';
import { HAS_LENGTH } from '../../../src/hosting/http1/head-scan.ts';
import { parseContentLength } from '../../../src/hosting/http1/content-length.ts';
import { octetsOf, scanText } from './scan-text.ts';

test.each([
  ['0', 0],
  ['5', 5],
  ['00005', 5],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740992', -1],
  ['99999999999999999999999', -1],
  ['', -1],
  ['+5', -1],
  ['-5', -1],
  ['5,5', -1],
  ['0x5', -1],
  ['5.0', -1],
  ['5e0', -1],
  ['1_0', -1],
  ['5\x0b', -1],
  ['５', -1],
])('%j is the length %d', (text, length) => {
  const bytes = octetsOf(text);
  expect(parseContentLength(bytes, 0, bytes.length - 1)).toBe(length);
});

const withLength = (...values: string[]) => scanText(`POST / HTTP/1.1\r\nHost:\r\n${values.map((value) => `Content-Length:${value}\r\n`).join('')}\r\n`).scan;

describe('a request with Content-Length', () => {
  test.each(['5', ' 5', ' 5  ', '\t5', '05'])('has that length: %j', (value) => {
    expect(withLength(value)).toMatchObject({ rejection: undefined, contentLength: 5 });
    expect(withLength(value).flags & HAS_LENGTH).toBe(HAS_LENGTH);
  });

  // node:http refuses the HTAB behind it.
  test.each(['', ' ', ' 5, 5', ' 5 5', ' +5', ' 5\t', ' 5;', ' 9007199254740992'])('is refused: %j', (value) => {
    expect(withLength(value).rejection).toMatchObject({ status: 400, reason: 'InvalidContentLength' });
  });

  test('is refused with the value in the message', () => expect(withLength(' 1x').rejection?.message).toBe('Invalid content length: 1x'));

  test('is refused when there are two, though they be equal', () => {
    expect(withLength(' 5', ' 5').rejection).toMatchObject({ status: 400, message: 'Multiple Content-Length headers.' });
    expect(withLength(' 5', ' 6').rejection).toMatchObject({ reason: 'MultipleContentLengths' });
  });
});

test('a request without Content-Length has the length -1', () => expect(withLength()).toMatchObject({ rejection: undefined, contentLength: -1 }));
