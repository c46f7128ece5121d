import type { PlantedBug } from './planted-bugs.ts';

/** What a reader of responses may get wrong so that a part of one becomes another one's; the fuzz must find each. */
export const PLANTED_RESPONSE_BUGS: readonly PlantedBug[] = [
  {
    name: 'Transfer-Encoding and Content-Length in one response',
    file: 'scan-response-head.ts',
    right: '(scan.flags & (HAS_LENGTH | HTTP10)) === 0',
    wrong: '(scan.flags & HTTP10) === 0',
  },
  { name: 'a body for HEAD', file: 'response-head.ts', right: "method === 'HEAD' || ", wrong: '' },
  { name: 'a body for 304', file: 'response-head.ts', right: ' || status === NOT_MODIFIED', wrong: '' },
  { name: 'a body for 204', file: 'response-head.ts', right: 'return status < 200 || status === NO_CONTENT;', wrong: 'return status < 200;' },
  { name: 'an interim response taken for the answer', file: 'response-head.ts', right: 'return this.status < 200 && this.status', wrong: 'return this.status < 103 && this.status' },
  { name: 'a version that nobody knows', file: 'scan-status-line.ts', right: 'minorVersion > ONE || ', wrong: '' },
  { name: 'a status line that ends in LF alone', file: 'scan-status-line.ts', right: 'if (bytes[lineEnd] !== CR) return stop(scan, lineEnd);', wrong: 'if (bytes[lineEnd] === LF) return lineEnd + 1;\nif (bytes[lineEnd] !== CR) return stop(scan, lineEnd);' },
  { name: 'anything in a reason phrase', file: 'scan-status-line.ts', right: 'skip(FIELD_VALUE, bytes, codeEnd + 1)', wrong: 'Math.max(codeEnd, (bytes as Buffer).indexOf(CR, codeEnd))' },
  { name: 'a body that breaks off taken for whole', file: 'response-reader.ts', right: 'if (this.#state !== UNTIL_CLOSE) return false;', wrong: 'if (this.#state !== UNTIL_CLOSE && this.#state !== COUNTED) return false;' },
  { name: 'what was kept of a head forgotten', file: 'response-reader.ts', right: 'this.#pending.append(bytes, at, end);\n      return end;', wrong: 'this.#pending.append(bytes, Math.min(end, at + 1), end);\n      return end;' },
  { name: 'a blank before the colon', file: 'scan-fields.ts', right: 'const nameEnd = skip(TOKEN, bytes, at);', wrong: 'let nameEnd = skip(TOKEN, bytes, at);\nif (nameEnd > at && bytes[nameEnd] === 0x20) nameEnd = skip(BLANK, bytes, nameEnd);' },
];
