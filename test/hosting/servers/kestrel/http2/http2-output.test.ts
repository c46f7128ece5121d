import { EventEmitter } from 'node:events';
import type { ServerHttp2Stream } from 'node:http2';
import { expect, test } from 'vitest';
import { Http2Output, type OutputOwner } from '../../../../../src/hosting/servers/kestrel/http2/http2-output.ts';

/** A stream that refuses what it is given, as Node does with fields that it does not like. */
class RefusingStream extends EventEmitter {
  readonly calls: string[] = [];
  readonly refused: string;
  closed = false;
  destroyed = false;

  constructor(refused: string) {
    super();
    this.refused = refused;
  }

  respond(): void {
    this.#call('respond');
  }

  sendTrailers(): void {
    this.#call('sendTrailers');
  }

  write(): void {
    this.#call('write');
  }

  end(): void {
    this.#call('end');
  }

  #call(name: string): void {
    this.calls.push(name);
    if (name === this.refused) throw new Error(`${name} refused`);
  }
}

function outputOn(stream: RefusingStream): { readonly output: Http2Output; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const owner: OutputOwner = {
    maxBuffered: null,
    minRate: null,
    now: () => 0,
    flushSoon: () => {},
    composeTrailers: () => ({}),
    sendingFailed: (error) => void failures.push(error),
  };
  return { output: new Http2Output(stream as unknown as ServerHttp2Stream, owner), failures };
}

test.each(['flush', 'end'])('a head that Node refuses fails the exchange, and nothing follows it (%s)', (how) => {
  const stream = new RefusingStream('respond');
  const { output, failures } = outputOn(stream);
  output.begin({ ':status': 200 }, true);
  output.add('body', 4);
  if (how === 'flush') output.flush();
  else output.end(false);
  expect(failures).toEqual([new Error('respond refused')]);
  expect(stream.calls).toEqual(['respond']);
});

test('trailers that Node refuses fail the exchange', () => {
  const stream = new RefusingStream('sendTrailers');
  const { output, failures } = outputOn(stream);
  output.begin({ ':status': 200 }, true);
  output.end(true);
  stream.emit('wantTrailers');
  expect(failures).toEqual([new Error('sendTrailers refused')]);
  expect(stream.calls).toEqual(['respond', 'end', 'sendTrailers']);
});
