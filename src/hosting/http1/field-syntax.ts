const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const HTAB = 0x09;
const SPACE = 0x20;
const DEL = 0x7f;
const LAST = 0xff;

/** Whether the text can name a method or a field (RFC 9110 section 5.6.2). */
export function isToken(text: string): boolean {
  return text !== '' && !NOT_TOKEN.test(text);
}

/** Whether the text can be sent as a field's value, one octet a character: HTAB, printable ASCII, 80-FF (RFC 9110 section 5.5). */
export function isFieldValue(text: string): boolean {
  // Values are short and checked often: a loop takes half the time of a regular expression.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < SPACE && code !== HTAB) || code === DEL || code > LAST) return false;
  }
  return true;
}
