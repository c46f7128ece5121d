import { describe, expect, test } from 'vitest';
import { dateHeader } from '../../../src/hosting/http1/date-header.ts';
import { statusLine } from '../../../src/hosting/http1/status-line.ts';

describe('a status line', () => {
  test.each([
    [200, 'OK'],
    [204, 'No Content'],
    [400, 'Bad Request'],
    [408, 'Request Timeout'],
    [413, 'Payload Too Large'],
    [414, 'URI Too Long'],
    [431, 'Request Header Fields Too Large'],
    [505, 'HTTP Version Not Supported'],
  ])('of %d says %s', (status, phrase) => expect(statusLine(status)).toBe(`HTTP/1.1 ${status} ${phrase}\r\n`));

  test('of a code that nobody registered has no phrase, but keeps its blank', () => {
    for (const status of [299, 599, 999]) expect(statusLine(status)).toBe(`HTTP/1.1 ${status} \r\n`);
  });

  test('says what the app wants it to', () => {
    expect(statusLine(200, 'Fine')).toBe('HTTP/1.1 200 Fine\r\n');
    expect(statusLine(200, '')).toBe('HTTP/1.1 200 \r\n');
    expect(statusLine(200)).toBe('HTTP/1.1 200 OK\r\n');
  });

  test('lets no app break out of it', () => {
    expect(() => statusLine(200, 'OK\r\nSet-Cookie: a=b')).toThrow(TypeError);
    expect(() => statusLine(200, '€')).toThrow(TypeError);
  });

  test.each([0, 99, 1000, -200, 200.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d there is none', (status) => {
    expect(() => statusLine(status)).toThrow(RangeError);
    expect(() => statusLine(status, 'OK')).toThrow(RangeError);
  });
});

test('a date is in GMT, of a fixed length', () => {
  expect(dateHeader(784_111_777_000)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
  expect(dateHeader(0)).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  expect(dateHeader(784_111_777_999)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
});
