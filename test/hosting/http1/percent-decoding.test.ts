import { expect, test } from 'vitest';
import { decodePath } from '../../../src/hosting/http1/percent-decoding.ts';

test.each([
  ['/', '/'],
  ['/%20', '/ '],
  ['/a/b%20c', '/a/b c'],
  ['/a%C3%A5a', '/aåa'],
  ['/a%c3%a5a', '/aåa'],
  ['/%C3%A5/bc', '/å/bc'],
  ['/%25%30%30', '/%00'],
  ['/%%2000', '/% 00'],
  ['/%2F', '/%2F'],
  ['/a%2fb%20c', '/a%2fb c'],
  ['/a+b', '/a+b'],
  ['/%E2%82%AC', '/€'],
  ['/%F0%9F%98%80', '/😀'],
  ['/%7E%41', '/~A'],
])('%s is %s', (path, decoded) => expect(decodePath(path)).toBe(decoded));

test.each(['/%', '/%z', '/%zz', '/%2', '/%e', '/a%'])('what is no escape stays: %s', (path) => expect(decodePath(path)).toBe(path));

test.each([
  ['a lone continuation', '/%80', '/%80'],
  ['an end that is missing', '/%C3', '/%C3'],
  ['an end that is another character', '/%C3%20', '/%C3 '],
  ['a second beginning', '/%C3%E5%20', '/%C3%E5 '],
  ['two of three octets', '/%E2%82x', '/%E2%82x'],
  ['an overlong slash', '/%C0%AF', '/%C0%AF'],
  ['an overlong NUL', '/%C0%80', '/%C0%80'],
  ['an overlong character of three octets', '/%E0%80%AF', '/%E0%80%AF'],
  ['a surrogate', '/%ED%A0%80', '/%ED%A0%80'],
  ['a character beyond Unicode', '/%F4%90%80%80', '/%F4%90%80%80'],
  ['five octets', '/%F8%88%80%80%80', '/%F8%88%80%80%80'],
  ['an octet that no UTF-8 has', '/%FF%41', '/%FFA'],
  ['octets that are not escaped', '/%C3\xa5', '/%C3\xa5'],
])('what is no UTF-8 stays as it was sent: %s', (_, path, decoded) => expect(decodePath(path)).toBe(decoded));

test('every character that can be escaped is decoded, but for the slash', () => {
  for (let codePoint = 1; codePoint <= 0x10ffff; codePoint += codePoint < 0x900 ? 1 : 997) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const escaped = [...Buffer.from(String.fromCodePoint(codePoint))].map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('');
    expect(decodePath(`/${escaped}x`)).toBe(codePoint === 0x2f ? '/%2fx' : `/${String.fromCodePoint(codePoint)}x`);
  }
});
