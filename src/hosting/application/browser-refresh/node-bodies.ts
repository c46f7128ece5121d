import type { Transform } from 'node:stream';
import { decoderFor } from './content-decoder.ts';
import type { HtmlInjector } from './html-injector.ts';
import type { BodyArguments } from './node-arguments.ts';
import type { ServerMethods } from './server-methods.ts';

/** Where the body of a page goes. */
export interface NodeBody {
  readonly isEnded: boolean;
  /** False when the app should wait for `'drain'`. */
  write(given: BodyArguments): boolean;
  end(given: BodyArguments): void;
}

/** To the server, through an injector. */
export class InjectedNodeBody implements NodeBody {
  readonly #server: ServerMethods;
  readonly #injector: HtmlInjector;
  isEnded = false;

  constructor(server: ServerMethods, injector: HtmlInjector) {
    this.#server = server;
    this.#injector = injector;
  }

  write({ octets, done }: BodyArguments): boolean {
    // Node's http2 writes what its `end` is given. What an app writes after the end, Node refuses.
    const sent = this.isEnded ? octets : this.#injector.push(octets);
    return sent.length > 0 || this.isEnded ? this.#server.write(done ? [sent, done] : [sent]) : writtenNothing(done);
  }

  end({ octets, done }: BodyArguments): void {
    const rest = this.isEnded ? octets : Buffer.concat([this.#injector.push(octets), this.#injector.end()]);
    this.isEnded = true;
    this.#server.end([...(rest.length > 0 ? [rest] : []), ...(done ? [done] : [])]);
  }
}

function writtenNothing(done: BodyArguments['done']): true {
  if (done) process.nextTick(done);
  return true;
}

/** Without its Content-Encoding. The response has ended for the app when it says so, though octets are still to come. */
export class DecodedNodeBody implements NodeBody {
  readonly #server: ServerMethods;
  readonly #encoding: string;
  readonly #next: NodeBody;
  readonly #failed: (error: Error) => void;
  #decoder: Transform | undefined;
  isEnded = false;

  constructor(server: ServerMethods, { encoding, next, failed }: { readonly encoding: string; readonly next: NodeBody; readonly failed: (error: Error) => void }) {
    this.#server = server;
    this.#encoding = encoding;
    this.#next = next;
    this.#failed = failed;
  }

  write({ octets, done }: BodyArguments): boolean {
    if (this.#next.isEnded) return this.#next.write({ octets, done });
    if (this.isEnded) {
      if (done) process.nextTick(done, new Error('write after end'));
      return false;
    }
    if (octets.length === 0) return writtenNothing(done);
    this.#decoder ??= this.#start(octets);
    return this.#decoder.write(octets, done);
  }

  end({ octets, done }: BodyArguments): void {
    if (this.isEnded) return;
    if (octets.length > 0) this.write({ octets, done: undefined });
    this.isEnded = true;
    const decoder = this.#decoder;
    if (!decoder) return this.#next.end({ octets, done });
    const { response } = this.#server;
    Object.defineProperty(response, 'writableEnded', { value: true, configurable: true });
    decoder.once('end', () => {
      Reflect.deleteProperty(response, 'writableEnded');
      this.#next.end({ octets: Buffer.alloc(0), done });
    });
    decoder.end();
  }

  /** Waits where the server wants it to, and so does the app. */
  #start(first: Uint8Array): Transform {
    const decoder = decoderFor(this.#encoding)?.(first);
    if (!decoder) throw new TypeError(`Node does not know the Content-Encoding '${this.#encoding}'.`);
    const { response } = this.#server;
    decoder.on('data', (octets: Buffer) => void (this.#next.write({ octets, done: undefined }) || decoder.pause()));
    decoder.on('drain', () => response.emit('drain'));
    decoder.once('error', (error) => this.#fail(error));
    this.#server.on('drain', () => decoder.resume());
    this.#server.on('close', () => decoder.destroy());
    return decoder;
  }

  /** What was sent is not whole. */
  #fail(error: Error): void {
    this.#failed(error);
    this.#server.response.destroy();
  }
}
