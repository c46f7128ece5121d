import type { RejectionReason } from './rejection.ts';

/** What is wrong with a response that cannot be read, to go behind "the answer": the parser's reasons are worded for requests. */
const FAULTS: Partial<Record<RejectionReason, string>> = {
  InvalidRequestHeader: 'has a malformed header line',
  InvalidRequestHeadersNoCRLF: 'has header lines that do not end in CRLF',
  InvalidCharactersInHeaderName: 'has a header name with characters that none may have',
  MalformedRequestInvalidHeaders: 'has header fields that contradict each other, or characters that none may have',
  InvalidContentLength: 'has a Content-Length that is no length',
  MultipleContentLengths: 'has several Content-Length headers',
  FinalTransferCodingNotChunked: 'has a Transfer-Encoding that does not end with chunked',
  HeadersExceedMaxTotalSize: 'has headers that are too long',
  TooManyHeaders: 'has too many headers',
  BadChunkSizeData: 'has a chunk whose size is none',
  BadChunkExtension: 'has a malformed chunk extension',
  BadChunkSuffix: 'has a chunk that is longer or shorter than it says',
};

export const BAD_STATUS_LINE = 'does not begin with an HTTP/1 status line';

export function describeFault(reason: RejectionReason): string {
  return FAULTS[reason] ?? 'is malformed';
}
