import { describe, expect, test } from 'vitest';
import { isHost, isHostText } from '../../../src/hosting/http1/host-syntax.ts';

const hosts = [
  '', 'z', '[abcDEF]:0', '127.0.0.1:80', '900.900.900.900:9523547852', 'foo', 'foo:234', 'foo.bar.baz', 'foo.BAR.baz:46245', '_', '~', '(',
  '.', 'a..b', '[::1]', '[::1]:80', '[::ffff:127.0.0.1]', "!$&'()-._~", 'xn--bcher-kva.example',
];
const others = [
  '[::]', '[afd adf]', '::', 'abcd:1abcd', 'abcd:1.2',
  ' ', 'a b', 'a:', ':80', ':', 'a=b', 'a,b', 'a;b', 'a/b', 'a@b', 'a?b', 'a#b', 'a%41', '*', '+', '"a"', '<a>', '[::1', '::1]', '[::1]x', '[::1]:', '[::1]:x',
  'a:80:80', 'a\tb', 'a\0b', 'a\x7f', 'é', '[g::1]', '[fe80::1%25eth0]', 'a\\b', 'a|b', '{a}', 'a^b', 'a`b',
];

describe('the syntax of a Host field', () => {
  for (const text of hosts) test(`'${text}' is a host`, () => expect(isHostText(text)).toBe(true));
  for (const text of others) test(`${JSON.stringify(text)} is none`, () => expect(isHostText(text)).toBe(false));
});

test('a host is judged where it stands, up to its end', () => {
  const bytes = Buffer.from('Host: a:80\r\n');
  expect(isHost(bytes, 6, 10)).toBe(true);
  expect(isHost(bytes, 0, 10)).toBe(false);
});
