import { BACKSLASH, CR, EQUALS, FIELD_VALUE, QUOTE, SEMICOLON, TOKEN } from './octets.ts';

/** How far the reading of a chunk's extensions has come. */
export type ExtensionState = number;

/** Behind a `;`. */
export const EXTENSION_START = 0;
const IN_NAME = 1;
/** Behind the `=`. */
const VALUE_START = 2;
const IN_VALUE = 3;
const IN_QUOTES = 4;
/** Behind a backslash. */
const IN_PAIR = 5;
const AFTER_QUOTES = 6;
/** The CR that ends the line was read. */
export const EXTENSION_END = 7;
export const EXTENSION_BAD = 8;

/**
 * Reads one more octet of `;name=value;name="quoted value"` (RFC 9112 section 7.1.1, but for the blanks around `;` and `=`, which node:http
 * refuses). What an extension says is ignored, how it is written is not: with half a CRLF in one, requests are smuggled.
 */
export function readExtension(state: ExtensionState, octet: number): ExtensionState {
  switch (state) {
    case EXTENSION_START:
      return TOKEN[octet] === 1 ? IN_NAME : EXTENSION_BAD;
    case IN_NAME:
      if (TOKEN[octet] === 1) return IN_NAME;
      return octet === EQUALS ? VALUE_START : endOf(octet);
    case VALUE_START:
      if (octet === QUOTE) return IN_QUOTES;
      return TOKEN[octet] === 1 ? IN_VALUE : EXTENSION_BAD;
    case IN_VALUE:
      return TOKEN[octet] === 1 ? IN_VALUE : endOf(octet);
    case IN_QUOTES:
      if (octet === QUOTE) return AFTER_QUOTES;
      if (octet === BACKSLASH) return IN_PAIR;
      return FIELD_VALUE[octet] === 1 ? IN_QUOTES : EXTENSION_BAD;
    case IN_PAIR:
      return FIELD_VALUE[octet] === 1 ? IN_QUOTES : EXTENSION_BAD;
    default:
      return endOf(octet);
  }
}

/** What may follow an extension: the next one, or the end of the line. */
function endOf(octet: number): ExtensionState {
  if (octet === SEMICOLON) return EXTENSION_START;
  return octet === CR ? EXTENSION_END : EXTENSION_BAD;
}
