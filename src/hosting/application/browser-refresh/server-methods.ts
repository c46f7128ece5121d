import type { NodeResponse } from './node-exchange.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** The methods of a response as the server has made it, whatever is put over them later. */
export class ServerMethods {
  readonly response: NodeResponse;
  readonly #writeHead: Method;
  readonly #write: Method;
  readonly #end: Method;
  readonly #on: Method;

  constructor(response: NodeResponse) {
    this.response = response;
    this.#writeHead = methodOf(response, 'writeHead');
    this.#write = methodOf(response, 'write');
    this.#end = methodOf(response, 'end');
    this.#on = methodOf(response, 'on');
  }

  writeHead(args: readonly unknown[]): unknown {
    return this.#writeHead.apply(this.response, [...args]);
  }

  /** False when the app should wait for `'drain'`. */
  write(args: readonly unknown[]): boolean {
    return this.#write.apply(this.response, [...args]) !== false;
  }

  end(args: readonly unknown[]): unknown {
    return this.#end.apply(this.response, [...args]);
  }

  on(event: 'drain' | 'close', listener: () => void): void {
    this.#on.call(this.response, event, listener);
  }
}

function methodOf(response: NodeResponse, name: 'writeHead' | 'write' | 'end' | 'on'): Method {
  return response[name] as Method;
}
