import { describe, expect, test } from 'vitest';
import type { ReadableHeaders } from '../../../src/hosting/http/headers.ts';
import { HeaderBlock } from '../../../src/hosting/http1/header-block.ts';

const text = 'GET / HTTP/1.1\r\nHost: a:80\r\nAccept: x\r\nCOOKIE: a=b\r\nX-Empty:\r\naccept:\ty \t\r\nCookie:c=d\r\nX^Y: 1\r\nX-Time: 12:30\r\n\r\n';
const block = (): ReadableHeaders => new HeaderBlock(text, 'GET / HTTP/1.1\r\n'.length);

describe('a block of header fields', () => {
  test('finds a field without regard to case, on either side', () => {
    for (const name of ['host', 'Host', 'HOST']) expect(block().get(name)).toBe('a:80');
    expect(block().get('cookie')).toBe('a=b; c=d');
  });

  test('joins fields of one name with a comma, cookies with a semicolon', () => {
    expect(block().get('Accept')).toBe('x, y');
    expect(block().get('Cookie')).toBe('a=b; c=d');
  });

  test('gives all values of a name, in order', () => {
    expect(block().getAll('accept')).toEqual(['x', 'y']);
    expect(block().getAll('x-none')).toEqual([]);
  });

  test('tells an empty value from none', () => {
    expect(block().get('x-empty')).toBe('');
    expect(block().has('x-empty')).toBe(true);
    expect(block().get('x-none')).toBeUndefined();
    expect(block().has('x-none')).toBe(false);
    expect(block().has('')).toBe(false);
  });

  test('does not take signs for the letters that they look like in another case', () => {
    expect(block().has('x^y')).toBe(true);
    expect(block().has('x~y')).toBe(false);
    expect(block().has('x\x1ey')).toBe(false);
  });

  test('does not find what is only the beginning of a name, or in a value', () => {
    expect(block().has('x-tim')).toBe(false);
    expect(block().has('x-time: 12')).toBe(false);
    expect(block().get('x-time')).toBe('12:30');
  });

  test('lists names as they were received', () => {
    expect([...block()]).toEqual([
      ['Host', 'a:80'],
      ['Accept', 'x'],
      ['COOKIE', 'a=b'],
      ['X-Empty', ''],
      ['accept', 'y'],
      ['Cookie', 'c=d'],
      ['X^Y', '1'],
      ['X-Time', '12:30'],
    ]);
  });

  test('keeps blanks of other alphabets, which are part of the value', () => {
    expect(new HeaderBlock('a: \u00a0b\u3000\r\n', 0).get('a')).toBe('\u00a0b\u3000');
  });

  test('is empty where no line is', () => {
    for (const empty of ['', '\r\n']) {
      expect([...new HeaderBlock(empty, 0)]).toEqual([]);
      expect(new HeaderBlock(empty, 0).get('a')).toBeUndefined();
    }
  });
});
