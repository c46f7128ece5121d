import { describe, expect, test } from 'vitest';
import { gate, startHttp1, until } from '../../../../support/http1-server.ts';

const GET = 'GET / HTTP/1.1\r\nHost:\r\n\r\n';

describe('callbacks', () => {
  test('before the start run last registered first, may wait, and can still change the headers', async () => {
    const order: string[] = [];
    const server = await startHttp1(async ({ response }) => {
      response.onStarting(() => {
        order.push('first');
        response.headers.set('X-Order', order.join());
      });
      response.onStarting(async () => {
        await new Promise(setImmediate);
        order.push('second');
      });
      await response.write('x');
      expect(() => response.onStarting(() => {})).toThrow('OnStarting cannot be set because the response has already started.');
      expect(() => (response.statusCode = 404)).toThrow('StatusCode cannot be set because the response has already started.');
      expect(() => response.headers.set('X-Late', 'yes')).toThrow('because the response has already started');
    });
    const client = await server.connect();
    client.send(GET + GET);
    const [first, second] = [await client.answer(), await client.answer()];
    expect(first).toMatchObject({ headers: { 'x-order': 'second,first' }, body: 'x' });
    expect(second.body).toBe('x');
    expect(server.errors).toEqual([]);
  });

  test('before the start run where the app writes nothing', async () => {
    const server = await startHttp1(({ response }) => response.onStarting(() => void (response.statusCode = 202)));
    expect((await server.ask(GET)).status).toBe(202);
  });

  test('before the start that throw make it a 500, and those before them do not run', async () => {
    let ran = 0;
    const server = await startHttp1(async ({ response }) => {
      response.onStarting(() => void ran++);
      response.onStarting(() => {
        throw new Error('not today');
      });
      await response.text('hello');
    });
    const client = await server.connect();
    client.send(GET + GET);
    const [first, second] = [await client.answer(), await client.answer()];
    expect(first).toMatchObject({ status: 500, body: '' });
    expect(second.status).toBe(500);
    expect(ran).toBe(0);
  });

  test('a write that nobody awaits and that a callback fails does not end the process', async () => {
    const server = await startHttp1(({ response }) => {
      response.onStarting(async () => {
        await new Promise(setImmediate);
        throw new Error('not today');
      });
      void response.write('hello');
    });
    expect((await server.ask(GET)).status).toBe(500);
  });

  test('writes made while they wait go out behind them, in order', async () => {
    const server = await startHttp1(({ response }) => {
      response.onStarting(() => new Promise((resolve) => setImmediate(resolve)));
      void response.write('a');
      void response.write('b');
    });
    expect((await server.ask(GET)).body).toBe('ab');
  });

  test('after the end run last registered first; one that throws is logged, and changes nothing', async () => {
    const order: string[] = [];
    const server = await startHttp1(({ response }) => {
      response.onCompleted(() => void order.push('first'));
      response.onCompleted(() => {
        throw new Error('afterwards');
      });
      response.onCompleted(async () => {
        await new Promise(setImmediate);
        order.push('third');
      });
      return response.text('hello');
    });
    const client = await server.connect();
    client.send(GET + GET);
    const [first, second] = [await client.answer(), await client.answer()];
    expect([first.status, second.status]).toEqual([200, 200]);
    await until(() => order.length === 4);
    expect(order).toEqual(['third', 'first', 'third', 'first']);
    expect(server.errors.map(String)).toEqual(['Error: afterwards', 'Error: afterwards']);
  });

  test('after the end run also for an app that failed, and for one whose client is gone', async () => {
    let ran = 0;
    const { passed, open } = gate();
    const server = await startHttp1(async ({ response, request }) => {
      response.onCompleted(() => void ran++);
      if (request.path === '/wait') await passed;
      else throw new Error('boom');
    });
    await server.ask(GET);
    await until(() => ran === 1);
    const client = await server.connect();
    client.send('GET /wait HTTP/1.1\r\nHost:\r\n\r\n');
    await until(() => server.begun === 2);
    client.reset();
    await until(() => server.sockets.every((socket) => socket.destroyed || socket !== server.sockets[1]));
    open();
    await until(() => ran === 2);
  });
});
