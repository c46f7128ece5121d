import { expect, test } from 'vitest';
import { isFieldValue, isToken } from '../../../src/hosting/http1/field-syntax.ts';

test('a token is made of letters, digits and a few signs, and is not empty', () => {
  for (const text of ['GET', 'X-Forwarded-For', "!#$%&'*+-.^_`|~", '0']) expect(isToken(text), text).toBe(true);
  for (const text of ['', ' ', 'a b', 'a:', 'a(', 'a\r', 'a\n', 'a\0', 'ä', 'a\u{1F600}']) expect(isToken(text), JSON.stringify(text)).toBe(false);
});

test('a field value holds no control character but HTAB, and nothing beyond one octet', () => {
  for (const text of ['', 'a b', '\t', '\x80', 'ÿ', '~']) expect(isFieldValue(text), JSON.stringify(text)).toBe(true);
  for (const text of ['\0', 'a\r\nb', '\n', '\x1f', '\x7f', '\u0100', '€']) expect(isFieldValue(text), JSON.stringify(text)).toBe(false);
});
