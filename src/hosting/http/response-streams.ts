import { Writable } from 'node:stream';

/** The response that a stream writes to. */
export interface StreamedResponse {
  readonly isComplete: boolean;
  /** The client has closed the connection: nothing that is written reaches anybody. */
  readonly isGone: boolean;
  write(chunk: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** What was sent is all that will come, and it is not whole. */
  abandon(): void;
}

/**
 * The response as a Node stream. When the client goes away it is destroyed without an error, as Node's own responses are:
 * an error that nobody listens for would end the process. An app that destroys it before its end cuts the connection.
 */
export function toNodeWritable(response: StreamedResponse): Writable {
  const pass = (stream: Writable, written: Promise<void>, done: (error?: Error | null) => void): void => {
    const failed = (error: Error): void => (response.isGone ? void stream.destroy() : done(error));
    written.then(() => done(), failed);
  };
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      pass(this, response.write(chunk), done);
    },
    final(done) {
      pass(this, response.complete(), done);
    },
    destroy(error, done) {
      if (!response.isComplete && !response.isGone) response.abandon();
      done(error);
    },
  });
}

/** The response as a web stream; aborting it cuts the connection. */
export function toWebWritable(response: StreamedResponse): WritableStream<Uint8Array> {
  return new WritableStream<Uint8Array>({
    write: (chunk) => response.write(chunk),
    close: () => response.complete(),
    abort: () => response.abandon(),
  });
}
