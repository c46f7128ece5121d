import { expect, test } from 'vitest';
import { ask, begin } from '../../../support/contract-client/contract-client.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';
import { gate, startKind, type ContractKind } from './contract-kind.ts';

/** What becomes of a request whose app, or client, fails. */
export function testFailures(kind: ContractKind): void {
  const { factory, client } = kind;

  test('an app that fails before the response has started is answered for with an empty 500, and logged', async () => {
    const { address, options } = await startKind(kind, ({ response }) => {
      response.headers.set('X-Secret', 'half done');
      throw new Error('oh no');
    });
    const answer = await ask(client, address);
    expect([answer.status, answer.length, answer.headers.get('x-secret')]).toEqual([500, 0, null]);
    expect(options.errors).toEqual([new Error('oh no')]);
  });

  test('an app that fails later cuts the connection', async () => {
    const { address, options } = await startKind(kind, async ({ response }) => {
      await response.write('half');
      throw new Error('oh no');
    });
    await expect(ask(client, address)).rejects.toThrow();
    expect(options.errors).toEqual([new Error('oh no')]);
  });

  test.each([
    ['writes', true],
    ['writes nothing', false],
  ])('an onStarting callback that fails is an error of the app, which %s: an empty 500, and the others are skipped', async (_what, writes) => {
    const order: string[] = [];
    const { address, options } = await startKind(kind, async ({ response }) => {
      response.headers.set('X-Secret', 'half done');
      response.onStarting(() => void order.push('skipped'));
      response.onStarting(async () => {
        throw new Error('oh no');
      });
      response.onStarting(() => void order.push('run'));
      if (writes) await response.write('x');
    });
    const answer = await ask(client, address);
    expect([answer.status, answer.body, answer.headers.get('x-secret')]).toEqual([500, '', null]);
    expect(order).toEqual(['run']);
    expect(options.errors).toEqual([new Error('oh no')]);
  });

  test('an onCompleted callback that fails is logged, and the others run', async () => {
    const completed = gate();
    const { address, options } = await startKind(kind, async ({ response }) => {
      response.onCompleted(completed.open);
      response.onCompleted(async () => {
        throw new Error('oh no, later');
      });
      response.onCompleted(() => {
        throw new Error('oh no');
      });
      await response.text('whole');
    });
    const answer = await ask(client, address);
    expect([answer.status, answer.body]).toEqual([200, 'whole']);
    await completed.opened;
    expect(options.errors).toEqual([new Error('oh no'), new Error('oh no, later')]);
  });

  test('onCompleted runs for an app that fails, too', async () => {
    const completed = gate();
    const { address } = await startKind(kind, ({ response }) => {
      response.onCompleted(completed.open);
      throw new Error('oh no');
    });
    expect((await ask(client, address)).status).toBe(500);
    await completed.opened;
  });

  test('an app may abort the request', async () => {
    const { address, options } = await startKind(kind, async (context) => {
      context.abort();
      if (!context.requestAborted.aborted) await new Promise((resolve) => context.requestAborted.addEventListener('abort', resolve));
    });
    await expect(ask(client, address)).rejects.toThrow();
    expect(options.errors).toEqual([]);
  });

  test.each([
    ['writes on without waiting', 'write'],
    ['pipes on', 'pipe'],
  ])('an app that %s when the client has gone harms nobody', async (_what, how) => {
    const began = gate();
    const ended = gate();
    const { address } = await startKind(kind, async (context) => {
      const { request, response } = context;
      if (request.path === '/alive') return response.text('alive');
      await response.write('x');
      const aborted = new Promise((resolve) => context.requestAborted.addEventListener('abort', resolve));
      began.open();
      await aborted;
      if (how === 'write') void response.write('y');
      else response.body.write('y');
      // What is not caught ends the process after this turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      ended.open();
    });
    const exchange = await begin(client, address);
    exchange.end();
    await exchange.received('x');
    await began.opened;
    exchange.leave();
    await ended.opened;
    expect((await ask(client, address, { path: '/alive' })).body).toBe('alive');
  });

  test('disposeContext is called once, with the error of the app', async () => {
    const disposed: unknown[] = [];
    const disposal = gate();
    const server = await factory(serverOptions(await client.freeAddress()));
    const address = await startServer(server, {
      createContext: () => 'context',
      processRequest: () => Promise.reject(new Error('oh no')),
      disposeContext: (context, error) => {
        disposed.push(context, error);
        disposal.open();
      },
    });
    await ask(client, address);
    await disposal.opened;
    expect(disposed).toEqual(['context', new Error('oh no')]);
  });

  test('an app may throw at once, and disposeContext is called without an error where there is none', async () => {
    const disposed: unknown[][] = [];
    const server = await factory(serverOptions(await client.freeAddress()));
    const address = await startServer(server, {
      createContext: () => disposed.length,
      processRequest: (context) => {
        if (context === 0) throw new Error('oh no');
      },
      disposeContext: (context, error) => void disposed.push([context, error]),
    });
    expect([(await ask(client, address)).status, (await ask(client, address)).status]).toEqual([500, 200]);
    expect(disposed).toEqual([[0, new Error('oh no')], [1, undefined]]);
  });
}
