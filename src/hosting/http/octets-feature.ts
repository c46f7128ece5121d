import { featureKey } from './feature-collection.ts';

/** Takes the body of a request as it comes. */
export interface OctetReceiver {
  /** The next octets of the content, which are overwritten when it returns. */
  data(bytes: Buffer, start: number, end: number): void;
  /** All that came at once was given: what has been made of it may go out. */
  caughtUp(): void;
  /** The body is whole. `trailers`: undefined when there are none. */
  ended(trailers: Iterable<readonly [name: string, value: string]> | undefined): void;
  /** It will not come to its end: malformed, too large or too slow (BadHttpRequestError), or its client is gone. */
  failed(error: Error): void;
}

/** The head of a response whose fields say nothing of connection and framing. */
export interface OctetResponseHead {
  readonly status: number;
  /** With its CRLF. */
  readonly statusLine: string;
  /** Field lines, each with its CRLF; one character an octet. */
  readonly fields: string;
  /** The value of Content-Length, if there is to be one. */
  readonly length: number | undefined;
}

/** Who passes an exchange on. */
export interface OctetsWatcher {
  clientGone(): void;
}

/**
 * An exchange of HTTP/1.x for who passes it on and need not understand it: octets instead of objects. Not there once somebody has changed the request,
 * or has begun to prepare a response.
 */
export interface HttpOctetsFeature {
  /** The head of the request; one character an octet. From `fieldsStart` on: field lines and the empty line. */
  readonly head: string;
  readonly fieldsStart: number;
  /** The client's address, empty on unix sockets, and its port. */
  readonly remoteIpAddress: string;
  readonly remotePort: number;
  /** What somebody wants to know again with the next request on the connection; undefined at first. */
  connectionMemo: unknown;
  /** Octets of the request's body; -1: nobody knows yet; 0: there is none. */
  readonly bodyLength: number;
  /** The client holds the body back until it is told to go on (RFC 9110 section 10.1.1). */
  readonly isHeldBack: boolean;
  /** Told when the client is gone, or will not send any more, before the response is whole. */
  watcher: OctetsWatcher | undefined;
  /** Begins to read the body. Does not tell a client that holds it back to go on. */
  readBody(receiver: OctetReceiver): void;
  /** Lets the client wait with the rest of the body, and go on. */
  pauseBody(): void;
  resumeBody(): void;
  /** `100 Continue`, to a client that waits for it. */
  sendContinue(): void;
  /** Error: the server cannot send such a status. */
  begin(head: OctetResponseHead): void;
  /** Takes a copy of `bytes[start..end)`. False: the client reads slowly, `whenRoom` says when it has read. */
  write(bytes: Buffer, start: number, end: number): boolean;
  /** Sends what was written so far, soon. */
  flush(): void;
  whenRoom(callback: () => void): void;
  /** The response is whole. `trailers`: field lines with their CRLF. */
  end(trailers: string): void;
  /** What was sent is all that will come, and it is not whole: the connection, or the stream, is cut. */
  abandon(): void;
}
export const HttpOctetsFeature = featureKey<HttpOctetsFeature>('HttpOctetsFeature');
