import { Readable } from 'node:stream';

/** A body that is read piece by piece, by one reader at a time. */
export interface BodyReader {
  /** The next octets; undefined at the end. Rejects when the body is bad, too large or too slow, or its client gone. */
  read(): Promise<Buffer | undefined>;
}

/**
 * The body as a Node stream. Destroying it early leaves the rest to the server. As with Node's own requests, an error that
 * nobody listens for just ends it: emitted, it would end the process.
 */
export function toNodeStream(body: BodyReader | undefined): Readable {
  return new Readable({
    // Nothing is read ahead: only the time in which somebody waits counts for the minimum data rate.
    highWaterMark: 0,
    read() {
      if (!body) {
        this.push(null);
        return;
      }
      body.read().then(
        (chunk) => this.push(chunk ?? null),
        (error: Error) => this.destroy(this.listenerCount('error') > 0 ? error : undefined),
      );
    },
  });
}

/** The body as a web stream, which reads when it is read from. */
export function toWebStream(body: BodyReader | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await body?.read();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
