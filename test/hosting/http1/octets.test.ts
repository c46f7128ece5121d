import { describe, expect, test } from 'vitest';
import * as octets from '../../../src/hosting/http1/octets.ts';

/** What RFC 9110, RFC 9112 and Kestrel say a class holds, told once more and in another way. */
const classes: [name: string, table: Uint8Array, pattern: RegExp][] = [
  ['TOKEN', octets.TOKEN, /[!#$%&'*+\-.^_`|~0-9A-Za-z]/],
  ['SPACE', octets.SPACE, / /],
  ['BLANK', octets.BLANK, /[ \t]/],
  ['LIST_SEPARATOR', octets.LIST_SEPARATOR, /[ \t,]/],
  ['ASCII_FIELD_VALUE', octets.ASCII_FIELD_VALUE, /[\t\x20-\x7e]/],
  ['FIELD_VALUE', octets.FIELD_VALUE, /[\t\x20-\x7e\x80-\xff]/],
  ['VISIBLE', octets.VISIBLE, /[\x21-\x7e]/],
  ['TARGET', octets.TARGET, /[\x21\x22\x24-\x7e]/],
  ['PLAIN_PATH', octets.PLAIN_PATH, /[!"$&-\-/->@-~]/],
  ['DIGIT', octets.DIGIT, /[0-9]/],
  ['HOST_NAME', octets.HOST_NAME, /[!$&'()\-._~0-9A-Za-z]/],
  ['IPV6', octets.IPV6, /[0-9A-Fa-f:.]/],
];

describe('the classes of octets', () => {
  for (const [name, table, pattern] of classes) {
    test(`${name} holds what it should, and nothing else`, () => {
      const members = Array.from({ length: 256 }, (_, octet) => (pattern.test(String.fromCharCode(octet)) ? 1 : 0));
      expect([...table]).toEqual(members);
    });

    test(`${name} does not hold NUL, which ends every scan`, () => expect(table[0]).toBe(0));
  }

  test('HEX gives the value of a digit in either case', () => {
    const values = Array.from({ length: 256 }, (_, octet) => '0123456789abcdef'.indexOf(String.fromCharCode(octet).toLowerCase()));
    expect([...octets.HEX]).toEqual(values);
  });
});

test('skip stops at the first octet that does not belong, and at the NUL behind the last one', () => {
  expect(octets.skip(octets.DIGIT, Buffer.from('x123y\0'), 1)).toBe(4);
  expect(octets.skip(octets.DIGIT, Buffer.from('123\0'), 0)).toBe(3);
  expect(octets.skip(octets.DIGIT, Buffer.from('123\0'), 3)).toBe(3);
});

test('skipPrintable stops at controls and beyond ASCII', () => {
  for (let octet = 0; octet < 256; octet++) {
    expect(octets.skipPrintable(Buffer.from([0x41, octet, 0]), 0), `octet ${octet}`).toBe(octet >= 0x20 && octet <= 0x7e ? 2 : 1);
  }
});
