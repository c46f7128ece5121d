import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { RequestBodyPipeFeature } from '../../../../src/hosting/http/body-features.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import { HttpResponseBodyFeature } from '../../../../src/hosting/http/response-features.ts';
import { ask, begin } from '../../../support/contract-client/contract-client.ts';
import { gate, startKind, type ContractKind } from './contract-kind.ts';

const ECHOES: readonly [string, (context: HttpContext) => Promise<unknown>][] = [
  ['Node streams', ({ request, response }) => pipeline(request.body, response.body)],
  ['web streams', ({ features, request, response }) => {
    const reader = features.get(RequestBodyPipeFeature)?.reader ?? (Readable.toWeb(request.body) as ReadableStream<Uint8Array>);
    return reader.pipeTo(response.bodyWriter);
  }],
  ['writes', async ({ request, response }) => {
    for await (const chunk of request.body) await response.write(chunk as Uint8Array);
  }],
];

/** How an app answers. */
export function testResponses(kind: ContractKind): void {
  const { client } = kind;

  test('an app that writes nothing answers 200 and no body', async () => {
    const { address } = await startKind(kind, () => {});
    const answer = await ask(client, address);
    expect([answer.status, answer.length, answer.body]).toEqual([200, 0, '']);
  });

  test('a body may come in pieces', async () => {
    const { address } = await startKind(kind, async ({ response }) => {
      for (const piece of ['a', 'b', 'c']) await response.write(piece);
    });
    expect((await ask(client, address)).body).toBe('abc');
  });

  test('a piece may be octets, text that is not ASCII, or nothing', async () => {
    const { address } = await startKind(kind, async ({ response }) => {
      for (const piece of ['', 'ü€', new Uint8Array(0), new TextEncoder().encode('ß'), '😀']) await response.write(piece);
    });
    expect((await ask(client, address)).body).toBe('ü€ß😀');
  });

  test('an app need not wait for its writes', async () => {
    const { address } = await startKind(kind, ({ response }) => {
      response.onStarting(async () => response.headers.set('X-Late', 'yes'));
      for (const piece of ['a', 'b', 'c']) void response.write(piece);
    });
    const answer = await ask(client, address);
    expect([answer.headers.get('x-late'), answer.body]).toEqual(['yes', 'abc']);
  });

  test.each(ECHOES)('the body streams both ways, by %s', async (_by, echo) => {
    const { address } = await startKind(kind, echo);
    const exchange = await begin(client, address, { method: 'POST' });
    exchange.send('one,');
    await exchange.received('one,');
    exchange.send('two');
    await exchange.received('two');
    exchange.end();
    expect((await exchange.answer).body).toBe('one,two');
  });

  test('an app may start the response, and end it, before it is done', async () => {
    const started = gate();
    const done = gate();
    const { address } = await startKind(kind, async ({ response, features }) => {
      response.statusCode = 202;
      await features.get(HttpResponseBodyFeature)?.start();
      expect(response.hasStarted).toBe(true);
      started.open();
      await response.write('all');
      await response.complete();
      await done.opened;
    });
    const answer = await ask(client, address);
    expect([answer.status, answer.body]).toEqual([202, 'all']);
    await started.opened;
    done.open();
  });

  test('onStarting and onCompleted run last registered first, around the response', async () => {
    const order: string[] = [];
    const completed = gate();
    const { address } = await startKind(kind, async ({ response }) => {
      response.onCompleted(() => completed.open());
      response.onCompleted(() => void order.push('completed'));
      response.onStarting(() => void order.push('first'));
      response.onStarting(() => response.headers.set('X-Late', 'yes'));
      response.onStarting(() => void order.push('last'));
      await response.write('x');
      order.push('written');
      expect(() => response.onStarting(() => {})).toThrow('already started');
      expect(() => (response.statusCode = 500)).toThrow('already started');
      expect(() => response.headers.set('X', 'y')).toThrow('already started');
    });
    const answer = await ask(client, address);
    expect([answer.status, answer.headers.get('x-late')]).toEqual([200, 'yes']);
    await completed.opened;
    expect(order).toEqual(['last', 'first', 'written', 'completed']);
  });

  test('onStarting runs for an app that writes nothing, too', async () => {
    const { address } = await startKind(kind, ({ response }) => response.onStarting(() => void (response.statusCode = 204)));
    expect((await ask(client, address)).status).toBe(204);
  });

  test('headers are frozen once the response has started', async () => {
    const refused: unknown[] = [];
    const { address, options } = await startKind(kind, async ({ response }) => {
      const { headers } = response;
      headers.set('X-Early', 'yes');
      await response.write('x');
      for (const change of [() => headers.set('X-Early', 'no'), () => headers.append('X-Early', 'no'), () => headers.delete('X-Early')]) {
        try {
          change();
        } catch (error) {
          refused.push(error);
        }
      }
    });
    expect((await ask(client, address)).headers.get('x-early')).toBe('yes');
    expect(refused).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ message: expect.stringContaining('already started') })));
    expect(options.errors).toEqual([]);
  });

  test('headers that are asked for first after the start are frozen, too', async () => {
    let refused: unknown;
    const { address } = await startKind(kind, async ({ response }) => {
      await response.write('x');
      try {
        response.headers.set('X-Late', 'yes');
      } catch (error) {
        refused = error;
      }
    });
    expect((await ask(client, address)).headers.get('x-late')).toBeNull();
    expect(refused).toMatchObject({ message: expect.stringContaining('already started') });
  });

  test('a header that would begin another line is refused', async () => {
    const { address, options } = await startKind(kind, ({ response }) => response.headers.set('X-A', 'a\r\nX-B: b'));
    const answer = await ask(client, address);
    expect([answer.status, answer.headers.get('x-b')]).toEqual([500, null]);
    expect(options.errors).toEqual([expect.any(TypeError)]);
  });
}
