/** A mistake that somebody could make in the wire: `right` stands exactly once in the file, and `wrong` is put in its place. */
export interface PlantedBug {
  readonly name: string;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

/** Mistakes with which servers have been broken into. A fuzz that does not find them proves nothing. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'Transfer-Encoding and Content-Length together',
    file: 'scan-request-head.ts',
    right: 'if ((flags & (HAS_LENGTH | HTTP10)) !== 0)',
    wrong: 'if ((flags & HTTP10) !== 0)',
  },
  {
    name: 'a second Content-Length',
    file: 'framing-fields.ts',
    right: `if ((scan.flags & HAS_LENGTH) !== 0) return scan.refuse('MultipleContentLengths');`,
    wrong: '',
  },
  {
    name: 'a blank before the colon',
    file: 'scan-fields.ts',
    right: 'const nameEnd = skip(TOKEN, bytes, at);',
    wrong: 'const nameEnd = skip(BLANK, bytes, skip(TOKEN, bytes, at));',
  },
  {
    name: 'a blank in the size of a chunk',
    file: 'chunked-decoder.ts',
    right: 'if (value < 0) {',
    wrong: 'if (octet === 0x20) return;\nif (value < 0) {',
  },
  {
    name: 'a NUL in a value',
    file: 'scan-fields.ts',
    right: 'const printableEnd = skipPrintable(bytes, scan.valueStart);',
    wrong: 'let printableEnd = skipPrintable(bytes, scan.valueStart);\nwhile (bytes[printableEnd] === 0 && printableEnd < scan.bufferEnd) printableEnd = skipPrintable(bytes, printableEnd + 1);',
  },
  {
    name: 'any coding taken for chunked',
    file: 'transfer-coding.ts',
    right: "? 'chunked' : 'other'",
    wrong: "? 'chunked' : 'chunked'",
  },
  {
    name: 'a coding behind chunked',
    file: 'transfer-coding.ts',
    right: "if (final === 'chunked') return 'chunked-not-last';",
    wrong: "if (final === 'chunked') return 'chunked';",
  },
  {
    name: 'a sign before the Content-Length',
    file: 'content-length.ts',
    right: 'let length = 0;',
    wrong: 'let length = 0;\nif (bytes[start] === 0x2b) return parseContentLength(bytes, start + 1, end);',
  },
  {
    name: 'a Content-Length that is too large for a number',
    file: 'content-length.ts',
    right: 'if (length > Number.MAX_SAFE_INTEGER) return -1;',
    wrong: 'length = length % 2 ** 32;',
  },
  {
    name: 'a line that ends in LF alone',
    file: 'scan-fields.ts',
    right: 'if (bytes[lineEnd] !== CR || bytes[lineEnd + 1] !== LF) return stopInValue(scan, lineEnd);',
    wrong: 'if (bytes[lineEnd] === LF) {\nat = lineEnd + 1;\ncontinue;\n}\nif (bytes[lineEnd] !== CR || bytes[lineEnd + 1] !== LF) return stopInValue(scan, lineEnd);',
  },
  {
    name: 'a line that is folded',
    file: 'scan-fields.ts',
    right: 'scan.lineEnd = lineEnd;',
    wrong: 'scan.lineEnd = lineEnd;\nif (bytes[lineEnd + 2] === 0x20) {\nat = skip(FIELD_VALUE, bytes, lineEnd + 2) + 2;\ncontinue;\n}',
  },
  {
    name: 'any text for a chunk extension',
    file: 'chunk-extension.ts',
    right: 'switch (state) {',
    wrong: 'if (octet !== CR) return IN_NAME;\nswitch (state) {',
  },
  {
    name: 'half a CRLF behind a chunk extension',
    file: 'chunk-extension.ts',
    right: 'return octet === CR ? EXTENSION_END : EXTENSION_BAD;',
    wrong: 'return octet === CR ? EXTENSION_END : octet === 0x0a ? IN_NAME : EXTENSION_BAD;',
  },
  {
    name: 'the line break behind a chunk left out',
    file: 'chunked-decoder.ts',
    right: "if (octet !== CR) return this.#refuse('BadChunkSuffix');",
    wrong: 'if (octet !== CR) {\nthis.#beginChunk();\nreturn this.#readSize(octet);\n}',
  },
  {
    name: 'a Content-Length in the trailers',
    file: 'trailer-section.ts',
    right: "'content-length',",
    wrong: '',
  },
  {
    name: 'a request without Host',
    file: 'scan-request-head.ts',
    right: "return isHttp10 ? scan.end : scan.refuse('MissingHostHeader');",
    wrong: 'return scan.end;',
  },
  {
    name: 'a blank behind the version',
    file: 'scan-request-line.ts',
    right: 'const versionEnd = at + VERSION_LENGTH;',
    wrong: 'const versionEnd = skip(SPACE, bytes, at + VERSION_LENGTH);',
  },
  {
    name: 'a control character in the target',
    file: 'octets.ts',
    right: "export const PLAIN_PATH = tableOf(range(0x21, 0x7e)",
    wrong: "export const PLAIN_PATH = tableOf(range(0x01, 0x7e).replaceAll(/[ \\r\\n]/g, '')",
  },
  {
    name: 'what was read of a size forgotten when the octets come in pieces',
    file: 'chunked-decoder.ts',
    right: 'let index = at;',
    wrong: 'let index = at;\nif (this.#state === SIZE) this.#size = 0;',
  },
  {
    name: 'the body of the request before kept in the scan',
    file: 'head-scan.ts',
    right: '    this.contentLength = -1;\n    this.flags = 0;',
    wrong: '    this.flags = 0;',
  },
];
