import type { Transform } from 'node:stream';
import { DONE } from '../../http/done.ts';
import type { HttpResponseBodyFeature } from '../../http/response-features.ts';
import { decoderFor } from './content-decoder.ts';
import type { HtmlInjector } from './html-injector.ts';

/** Where the octets of a body go. `write` resolves when there is room for more. */
export interface BodySink {
  write(chunk: string | Uint8Array): Promise<void>;
  /** Nothing more comes. */
  finish(): Promise<void>;
}

/** To the server, which ends the response itself. */
export function serverSink(body: HttpResponseBodyFeature): BodySink {
  return { write: (chunk) => body.write(chunk), finish: () => DONE };
}

/** Through an injector. */
export function injectingSink(injector: HtmlInjector, next: BodySink): BodySink {
  const pass = (octets: Buffer): Promise<void> => (octets.length === 0 ? DONE : next.write(octets));
  return {
    write: (chunk) => pass(injector.push(toOctets(chunk))),
    async finish() {
      await pass(injector.end());
      await next.finish();
    },
  };
}

/** Without its Content-Encoding, which Node must know; see `decoderFor`. */
export class DecodingSink implements BodySink {
  readonly #encoding: string;
  readonly #next: BodySink;
  #decoder: Transform | undefined;
  #passedOn: Promise<void> = DONE;

  constructor(encoding: string, next: BodySink) {
    this.#encoding = encoding;
    this.#next = next;
  }

  write(chunk: string | Uint8Array): Promise<void> {
    const octets = toOctets(chunk);
    if (octets.length === 0) return DONE;
    const decoder = (this.#decoder ??= this.#start(octets));
    const written = new Promise<void>((resolve, reject) => decoder.write(octets, (error) => (error ? reject(error) : resolve())));
    // A decoder that fails does not call back.
    return Promise.race([written, this.#passedOn]);
  }

  async finish(): Promise<void> {
    this.#decoder?.end();
    await this.#passedOn;
    await this.#next.finish();
  }

  #start(first: Uint8Array): Transform {
    const decoder = decoderFor(this.#encoding)?.(first);
    if (!decoder) throw new TypeError(`Node does not know the Content-Encoding '${this.#encoding}'.`);
    this.#passedOn = this.#passOn(decoder);
    // Who writes or finishes hears of it.
    this.#passedOn.catch(() => {});
    return decoder;
  }

  async #passOn(decoder: Transform): Promise<void> {
    for await (const chunk of decoder) await this.#next.write(chunk as Buffer);
  }
}

function toOctets(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
