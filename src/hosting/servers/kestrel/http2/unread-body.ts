import type { ServerHttp2Stream } from 'node:http2';
import { ErrorCode } from './error-code.ts';
import type { Http2Output } from './http2-output.ts';

/** Turns of the event loop in which a response that has ended has gone, if the client reads. */
const TURNS_TO_SEND = 3;

/**
 * The rest of a request body that nobody reads: it is not waited for. RST_STREAM with NO_ERROR tells the client so (RFC
 * 9113 section 8.1), but not before the response has gone: what a reset stream has not sent is never sent. Node sends at
 * the end of a turn of the event loop, or later when the client is slow: then the heartbeat looks again.
 */
export class UnreadBody {
  readonly #stream: ServerHttp2Stream;
  readonly #output: Http2Output;

  constructor(stream: ServerHttp2Stream, output: Http2Output) {
    this.#stream = stream;
    this.#output = output;
    output.whenEnded(() => this.stopClient(TURNS_TO_SEND));
  }

  /** If the response has gone by now, or within so many `turns`. */
  stopClient(turns = 0): void {
    if (this.#stream.closed) return;
    if (this.#output.isSent) this.#stream.close(ErrorCode.noError);
    else if (turns > 0) setImmediate(() => this.stopClient(turns - 1));
  }
}
