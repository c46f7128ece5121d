import { NON_ASCII, type HeadScan } from './head-scan.ts';
import { octetText } from './octet-text.ts';

const USUAL_METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY'];

/** The usual methods by their length: their text is made once. */
const usualByLength: (readonly Method[])[] = [];
for (const text of USUAL_METHODS) {
  usualByLength[text.length] = [...(usualByLength[text.length] ?? []), { text, octets: Buffer.from(text) }];
}

interface Method {
  readonly text: string;
  readonly octets: Uint8Array;
}

const GET = Buffer.from('GET');
const LETTER_G = 0x47;

/** The method of the head that was scanned. */
export function methodOf(bytes: Buffer, scan: HeadScan): string {
  // Most requests are this one.
  if (bytes[scan.start] === LETTER_G && scan.methodEnd - scan.start === 3) return startsWith(bytes, scan.start, GET) ? 'GET' : textOf(bytes, scan);
  for (const { text, octets } of usualByLength[scan.methodEnd - scan.start] ?? []) {
    if (startsWith(bytes, scan.start, octets)) return text;
  }
  return textOf(bytes, scan);
}

function textOf(bytes: Buffer, scan: HeadScan): string {
  return bytes.toString('latin1', scan.start, scan.methodEnd);
}

/** The whole head, from the method to the empty line, as the one string that the target and all headers are cut from. */
export function headText(bytes: Buffer, scan: HeadScan): string {
  const isAscii = (scan.flags & NON_ASCII) === 0;
  return isAscii ? octetText(bytes, scan.start, scan.end) : bytes.toString('utf8', scan.start, scan.end);
}

/** The target as sent. `text` is the head's. */
export function targetOf(text: string, scan: HeadScan): string {
  return text.slice(scan.targetStart - scan.start, scan.targetEnd - scan.start);
}

function startsWith(bytes: Uint8Array, at: number, octets: Uint8Array): boolean {
  for (let index = 0; index < octets.length; index++) {
    if (bytes[at + index] !== octets[index]) return false;
  }
  return true;
}
