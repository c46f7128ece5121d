/**
 * Classes of octets (RFC 9110 section 5.6, RFC 9112 section 3, RFC 3986) as tables indexed by the octet: 1 for a member, else 0.
 * NUL is in none of them: a NUL behind the last octet of a buffer ends every `skip`, so that no loop needs to compare with the end.
 */
export const HTAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const QUOTE = 0x22;
export const PERCENT = 0x25;
export const COMMA = 0x2c;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const QUESTION = 0x3f;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const RIGHT_BRACKET = 0x5d;
/** The last printable one. */
const TILDE = 0x7e;

const digits = '0123456789';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Names of methods and fields, and most words in values. */
export const TOKEN = tableOf(`!#$%&'*+-.^_\`|~${digits}${letters}`);
export const SPACE = tableOf(' ');
/** Blanks around a value. */
export const BLANK = tableOf(' \t');
/** What separates the elements of a list; empty elements count as nothing. */
export const LIST_SEPARATOR = tableOf(' \t,');
/** A field's value as far as it is ASCII. */
export const ASCII_FIELD_VALUE = tableOf(`\t${range(0x20, 0x7e)}`);
/** A field's value: no control characters but HTAB. */
export const FIELD_VALUE = tableOf(`\t${range(0x20, 0x7e)}${range(0x80, 0xff)}`);
/** Printable ASCII without the blank. */
export const VISIBLE = tableOf(range(0x21, 0x7e));
/** A request target. No `#`: a fragment is never sent. `"<>\^{|}` and the backtick are, by browsers, though RFC 3986 has them encoded. */
export const TARGET = tableOf(range(0x21, 0x7e).replace('#', ''));
/** What a path may consist of that needs no second look: neither `%` nor `.`, and `?` ends the path. */
export const PLAIN_PATH = tableOf(range(0x21, 0x7e).replaceAll(/[#%.?]/g, ''));
export const DIGIT = tableOf(digits);
/** A name in a Host field, as Kestrel reads it. */
export const HOST_NAME = tableOf(`!$&'()-._~${digits}${letters}`);
/** An IPv6 address between its brackets. */
export const IPV6 = tableOf(`:.${digits}abcdefABCDEF`);

/** The value of a hexadecimal digit; -1 for anything else. */
export const HEX = hexValues();

/** The index of the first octet at or behind `at` that is not in the table. Needs a NUL behind the last octet. */
export function skip(table: Uint8Array, bytes: Uint8Array, at: number): number {
  let index = at;
  while (table[bytes[index] as number] === 1) index++;
  return index;
}

/** `skip` for printable ASCII with the blank, which is most of a head: two comparisons are faster than the table. */
export function skipPrintable(bytes: Uint8Array, at: number): number {
  let index = at;
  while ((bytes[index] as number) >= SP && (bytes[index] as number) <= TILDE) index++;
  return index;
}

function tableOf(members: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const member of members) table[member.charCodeAt(0)] = 1;
  return table;
}

function range(first: number, last: number): string {
  return String.fromCharCode(...Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

function hexValues(): Int8Array {
  const values = new Int8Array(256).fill(-1);
  for (let octet = 0; octet < 256; octet++) {
    const value = Number.parseInt(String.fromCharCode(octet), 16);
    if (!Number.isNaN(value)) values[octet] = value;
  }
  return values;
}
