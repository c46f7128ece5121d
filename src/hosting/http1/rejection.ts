/** Octets of a detail that are shown. */
const SHOWN = 128;

/**
 * Why Kestrel refuses a request (`RequestRejectionReason`), the status it answers with, and its words.
 * `{detail}` stands for the part of the request that is to blame.
 */
const reasons = {
  TlsOverHttpError: [400, 'Detected a TLS handshake to an endpoint that does not have TLS enabled.'],
  InvalidRequestLine: [400, "Invalid request line: '{detail}'"],
  InvalidRequestHeader: [400, "Invalid request header: '{detail}'"],
  InvalidRequestHeadersNoCRLF: [400, 'Invalid request headers: missing final CRLF in header fields.'],
  MalformedRequestInvalidHeaders: [400, 'Malformed request: invalid headers.'],
  InvalidContentLength: [400, 'Invalid content length: {detail}'],
  MultipleContentLengths: [400, 'Multiple Content-Length headers.'],
  UnexpectedEndOfRequestContent: [400, 'Unexpected end of request content.'],
  BadChunkSuffix: [400, 'Bad chunk suffix.'],
  BadChunkSizeData: [400, 'Bad chunk size data.'],
  BadChunkExtension: [400, 'Bad chunk extension.'],
  InvalidRequestTarget: [400, "Invalid request target: '{detail}'"],
  InvalidCharactersInHeaderName: [400, 'Invalid characters in header name.'],
  RequestLineTooLong: [414, 'Request line too long.'],
  HeadersExceedMaxTotalSize: [431, 'Request headers too long.'],
  TooManyHeaders: [431, 'Request contains too many headers.'],
  RequestBodyTooLarge: [413, 'Request body too large. The max request body size is {detail} bytes.'],
  RequestHeadersTimeout: [408, 'Reading the request headers timed out.'],
  RequestBodyTimeout: [408, 'Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate.'],
  FinalTransferCodingNotChunked: [
    400,
    "The message body length cannot be determined because the final transfer coding was set to '{detail}' instead of 'chunked'.",
  ],
  LengthRequiredHttp10: [400, '{detail} request contains no Content-Length header.'],
  OptionsMethodRequired: [405, 'Method not allowed.', 'OPTIONS'],
  ConnectMethodRequired: [405, 'Method not allowed.', 'CONNECT'],
  MissingHostHeader: [400, 'Request is missing Host header.'],
  MultipleHostHeaders: [400, 'Multiple Host headers.'],
  InvalidHostHeader: [400, "Invalid Host header: '{detail}'"],
  UnrecognizedHTTPVersion: [505, "Unrecognized HTTP version: '{detail}'"],
} as const satisfies Record<string, readonly [status: number, message: string, allow?: string]>;

export type RejectionReason = keyof typeof reasons;

/** A request that is answered without asking the app: `status`, `Connection: close`, no body. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly status: number;
  /** For the log; never sent. */
  readonly message: string;
  /** The method that the target demands: the `Allow` field of a 405. */
  readonly allow?: string;
}

/** `detail` is text of one octet a character, as received: what is not printable is escaped here, and what is long is cut. */
export function reject(reason: RejectionReason, detail: string | number = ''): Rejection {
  const [status, message, allow] = reasons[reason] as readonly [number, string, string?];
  const shown = escapeDetail(String(detail));
  return { reason, status, message: message.replace('{detail}', () => shown), ...(allow !== undefined && { allow }) };
}

/** `\x0A` for what is not printable ASCII; at most 128 octets, then `...`. */
function escapeDetail(detail: string): string {
  const escaped = detail
    .slice(0, SHOWN)
    .replaceAll(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return detail.length > SHOWN ? `${escaped}...` : escaped;
}
