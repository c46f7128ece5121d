import { octetText } from '../http1/octet-text.ts';
import type { OctetReceiver } from '../http/octets-feature.ts';
import type { FieldKinds } from './field-kinds.ts';
import { trailerLines } from './trailer-lines.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Octets of a request, head and body, that are kept in case it must be sent again. */
const MOST_KEPT = 16_384;

/** What a relay tells of the request. */
export interface RelayListener {
  /** The app takes no more for now. */
  blocked(): void;
  /** The request will not become whole. */
  requestFailed(error: Error): void;
}

export interface RelayedRequest {
  /** With its empty line; one character an octet. */
  readonly head: string;
  /** Octets; -1: nobody knows, it is sent in chunks. */
  readonly bodyLength: number;
  /** By which trailers are chosen that go on. */
  readonly kinds: FieldKinds;
}

/** Takes the body of a request to the app as it comes, framed anew (RFC 9112 sections 6 and 7.1). */
export class RequestRelay implements OctetReceiver {
  /** All of it was written. */
  isComplete = false;
  readonly #listener: RelayListener;
  readonly #kinds: FieldKinds;
  #connection: UpstreamConnection;
  /** The request so far; undefined when that is too much to keep. */
  #kept: string | undefined;
  /** Octets of the body that are to come; -1: nobody knows. */
  #left: number;
  #isStopped = false;

  /** Behind the head, which stands in the connection already. */
  constructor({ head, bodyLength, kinds }: RelayedRequest, connection: UpstreamConnection, listener: RelayListener) {
    this.#listener = listener;
    this.#kinds = kinds;
    this.#connection = connection;
    this.#kept = head;
    this.#left = bodyLength;
  }

  /** It can be sent again. */
  get isAtHand(): boolean {
    return this.isComplete && this.#kept !== undefined;
  }

  /** What still comes is nobody's. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Writes the whole request again, which goes out with the next flush. */
  repeatOn(connection: UpstreamConnection): void {
    this.#connection = connection;
    connection.add(this.#kept ?? '');
  }

  data(bytes: Buffer, start: number, end: number): void {
    const octets = end - start;
    if (this.#isOver || octets === 0) return;
    const isChunked = this.#left < 0;
    if (!isChunked && octets > this.#left) return this.#listener.requestFailed(new Error('The request body is longer than its Content-Length.'));
    if (!isChunked) this.#left -= octets;
    if (isChunked) this.#add(`${octets.toString(16)}\r\n`);
    if (octets <= MOST_KEPT) this.#add(octetText(bytes, start, end));
    else {
      this.#kept = undefined;
      this.#connection.addCopy(bytes, start, end);
    }
    if (isChunked) this.#add('\r\n');
  }

  caughtUp(): void {
    if (this.#isStopped) return;
    this.#connection.flush();
    if (this.#connection.isBlocked) this.#listener.blocked();
  }

  ended(trailers: Iterable<readonly [string, string]> | undefined): void {
    if (this.#isOver) return;
    if (this.#left > 0) return this.#listener.requestFailed(new Error('The request body is shorter than its Content-Length.'));
    if (this.#left < 0) this.#add(`0\r\n${trailerLines(trailers, this.#kinds)}\r\n`);
    this.isComplete = true;
    this.#connection.flush();
  }

  failed(error: Error): void {
    if (!this.#isOver) this.#listener.requestFailed(error);
  }

  get #isOver(): boolean {
    return this.isComplete || this.#isStopped;
  }

  #add(text: string): void {
    this.#connection.add(text);
    if (this.#kept === undefined) return;
    this.#kept = this.#kept.length + text.length > MOST_KEPT ? undefined : this.#kept + text;
  }
}
