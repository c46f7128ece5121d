import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { gate, startHttp1, turns, until } from '../../../../support/http1-server.ts';

const GET = 'GET / HTTP/1.1\r\nHost:\r\n\r\n';

describe('a client that goes away', () => {
  test.each(['end', 'reset'] as const)('with %s fires requestAborted, and is no error of the app', async (how) => {
    const { passed, open } = gate<unknown>();
    const server = await startHttp1(async ({ requestAborted, response }) => {
      if (!requestAborted.aborted) await once(requestAborted, 'abort');
      await until(() => how === 'end' || server.sockets[0]?.destroyed === true);
      const outcome: unknown = await response.write('too late').then(() => 'written', (error: Error) => error.message);
      open(outcome);
      if (how !== 'end') throw new Error('the client is gone');
    });
    const client = await server.connect();
    client.send(GET);
    await until(() => server.begun === 1);
    client[how]();
    // Who only ends its side may still read.
    expect(await passed).toBe(how === 'end' ? 'written' : 'The client has closed the connection.');
    await turns();
    expect(server.errors).toEqual([]);
  });

  test('is known to an app that asks later', async () => {
    const { passed, open } = gate();
    let isAborted: boolean | undefined;
    const server = await startHttp1(async (context) => {
      await passed;
      isAborted = context.requestAborted.aborted;
    });
    const client = await server.connect();
    client.send(GET);
    await until(() => server.begun === 1);
    client.reset();
    await until(() => server.sockets[0]?.destroyed === true);
    await turns();
    open();
    await until(() => isAborted !== undefined);
    expect(isAborted).toBe(true);
  });

  test('for good while an app streams to it makes a write fail', async () => {
    const { passed, open } = gate<string>();
    const server = await startHttp1(async ({ response }) => {
      for (;;) {
        const failure: unknown = await response.write('x').catch((error: Error) => error.message);
        if (typeof failure === 'string') return open(failure);
        await new Promise(setImmediate);
      }
    });
    const client = await server.connect();
    client.send(GET);
    await until(() => server.begun === 1);
    client.destroy();
    expect(await passed).toBe('The client has closed the connection.');
  });

  test('after its answer does not abort the request', async () => {
    const signals: AbortSignal[] = [];
    const server = await startHttp1(({ requestAborted, response }) => {
      signals.push(requestAborted);
      return response.text('x');
    });
    const client = await server.connect();
    client.send(GET);
    await client.answer();
    client.reset();
    await until(() => server.sockets[0]?.destroyed === true);
    expect(signals[0]?.aborted).toBe(false);
  });

  test('leaves an app that does not await its writes alone', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      void response.write('a');
      await passed;
      void response.write('b');
      response.body.write('c');
    });
    const client = await server.connect();
    client.send(GET);
    await client.waitFor(() => client.received.includes('a'));
    client.reset();
    await until(() => server.sockets[0]?.destroyed === true);
    open();
    await turns();
    expect(server.errors).toEqual([]);
  });

  test('closes the Node stream of the response without an error, also one that is piped into', async () => {
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response }) => {
      new Readable({ read() {} }).pipe(response.body).on('close', () => open());
      response.body.write('begun');
      await passed;
    });
    const client = await server.connect();
    client.send(GET);
    await client.waitFor(() => client.received.includes('begun'));
    client.reset();
    await passed;
  });

  test('ends a pipeline into the response', async () => {
    const { passed, open } = gate<unknown>();
    const source = new Readable({ read() {} });
    source.push('begun');
    const server = await startHttp1(async ({ response }) => {
      open(await pipeline(source, response.body).catch((error: NodeJS.ErrnoException) => error.code));
    });
    const client = await server.connect();
    client.send(GET);
    await client.waitFor(() => client.received.includes('begun'));
    client.reset();
    expect(await passed).toBe('ERR_STREAM_PREMATURE_CLOSE');
    expect(source.destroyed).toBe(true);
  });

  test('within a body makes the read fail', async () => {
    const { passed, open } = gate<string>();
    const server = await startHttp1(async ({ request }) => {
      await request.bytes().catch((error: Error) => open(error.message));
    });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\nhe');
    await until(() => server.begun === 1);
    client.reset();
    expect(await passed).toBe('The client has closed the connection.');
    expect(server.errors).toEqual([]);
  });

  test('leaves nothing behind', async () => {
    const server = await startHttp1(async ({ requestAborted }) => void (await once(requestAborted, 'abort')));
    const clients = await Promise.all(Array.from({ length: 5 }, () => server.connect()));
    for (const client of clients) client.send(GET);
    await until(() => server.begun === 5);
    for (const client of clients) client.reset();
    await until(() => server.sockets.every(({ destroyed }) => destroyed));
    await turns();
    expect(await server.services.connections.drain(0)).toEqual({ drained: 0, cut: 0 });
  });
});

describe('an app that aborts', () => {
  test('cuts the connection, and fires the signal', async () => {
    let aborted: boolean | undefined;
    const server = await startHttp1(async (context) => {
      const { requestAborted } = context;
      context.abort();
      await new Promise(setImmediate);
      aborted = requestAborted.aborted;
    });
    const client = await server.connect();
    client.send(GET);
    expect(await client.closed()).toBe('');
    await until(() => aborted !== undefined);
    expect(aborted).toBe(true);
    expect(server.debugged.join()).toContain('the application aborted the connection.');
    expect(server.errors).toEqual([]);
  });

  test('or destroys the stream of its response, does not let a part pass for the whole', async () => {
    const server = await startHttp1(async ({ response }) => {
      response.body.write('part');
      await new Promise(setImmediate);
      response.body.destroy();
    });
    const client = await server.connect();
    client.send(GET);
    const received = await client.closed();
    expect(received).toContain('part');
    expect(received).not.toContain('0\r\n\r\n');
  });

  test('or aborts the web stream of its response, neither', async () => {
    const server = await startHttp1(async ({ response }) => {
      const writer = response.bodyWriter.getWriter();
      await writer.write(Buffer.from('part'));
      await writer.abort();
    });
    const client = await server.connect();
    client.send(GET);
    const received = await client.closed();
    expect(received).toContain('part');
    expect(received).not.toContain('0\r\n\r\n');
  });
});
