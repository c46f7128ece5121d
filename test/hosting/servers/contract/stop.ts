import { expect, test } from 'vitest';
import { ask, askOn, begin, open } from '../../../support/contract-client/contract-client.ts';
import { serverOptions } from '../../../support/start-server.ts';
import { gate, startKind, type ContractKind } from './contract-kind.ts';

/** How a server ends. */
export function testStop(kind: ContractKind): void {
  const { factory, client, countsRequests } = kind;
  const summary = (drained: number, cut: number) => (countsRequests ? { drained, cut } : undefined);

  test('stop refuses new connections, lets the request in flight finish, and closes idle connections', async () => {
    const began = gate();
    const finish = gate();
    const { server, address } = await startKind(kind, async ({ request, response }) => {
      if (request.path !== '/slow') return;
      began.open();
      await finish.opened;
      await response.text('whole');
    });
    const idle = await open(client, address);
    await askOn(idle);
    const busy = await open(client, address);
    const pending = askOn(busy, { path: '/slow' });
    await began.opened;
    const stopped = server.stop(60_000);
    await idle.closed;
    const refusal: unknown = await client.connect(address).catch((error: unknown) => error);
    expect(client.refusals).toContain((refusal as NodeJS.ErrnoException).code);
    finish.open();
    const answer = await pending;
    expect(answer.body).toBe('whole');
    await busy.closed;
    expect(answer.isLast).toBe(true);
    expect(await stopped).toEqual(summary(1, 0));
  });

  test('stop cuts at the deadline what is left, and its calls share one promise', async () => {
    const began = gate();
    const aborted = gate();
    const { server, address } = await startKind(kind, async ({ requestAborted }) => {
      requestAborted.addEventListener('abort', aborted.open);
      began.open();
      await new Promise(() => {});
    });
    const exchange = await begin(client, address);
    exchange.end();
    await began.opened;
    const stopped = server.stop(20);
    expect(server.stop(60_000)).toBe(stopped);
    const [told] = await Promise.all([stopped, expect(exchange.answer).rejects.toThrow(), aborted.opened]);
    expect(told).toEqual(summary(0, 1));
  });

  test('stop waits for the end of the answers, not only for the apps', async () => {
    const { server, address } = await startKind(kind, async ({ response }) => {
      await response.write('x'.repeat(100_000));
    });
    const exchange = await begin(client, address);
    exchange.end();
    await exchange.received('x');
    const stopped = server.stop(60_000);
    expect((await exchange.answer).body).toHaveLength(100_000);
    await stopped;
  });

  test('stop with nothing in flight is done at once', async () => {
    const { server, address } = await startKind(kind, () => {});
    await ask(client, address);
    const connection = await open(client, address);
    await askOn(connection);
    expect(await server.stop(60_000)).toEqual(summary(0, 0));
    await connection.closed;
  });

  test('stop before the start is no error', async () => {
    const server = await factory(serverOptions(await client.freeAddress()));
    expect(await server.stop(10)).toEqual(summary(0, 0));
  });
}
