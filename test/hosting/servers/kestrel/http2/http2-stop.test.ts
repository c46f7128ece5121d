import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { describe, expect, test } from 'vitest';
import { serveHttp2 } from '../../../../../src/hosting/servers/kestrel/http2/http2-connection.ts';
import { readAnswer, request, startHttp2 } from '../../../../support/http2-server.ts';
import { FRAME, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

/** A promise and the means to settle it. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe.each([false, true])('a stop (TLS: %s)', (tls) => {
  test('tells the client by GOAWAY, lets streams finish, and closes the connection', async () => {
    const began = gate();
    const finish = gate();
    const server = await startHttp2(async ({ request, response }) => {
      if (request.path !== '/slow') return;
      await response.write('half ');
      began.open();
      await finish.opened;
      await response.write('whole');
    }, { tls });
    const session = await server.connect();
    const idle = await server.connect();
    await request(session);
    const slow = session.request({ ':path': '/slow' });
    const answer = readAnswer(slow);
    await began.opened;
    const goaway = once(session, 'goaway');
    const stopped = server.services.connections.drain(60_000);
    expect((await goaway)[0]).toBe(0);
    await once(idle, 'close');
    finish.open();
    expect((await answer).body).toBe('half whole');
    await once(session, 'close');
    expect(await stopped).toEqual({ drained: 1, cut: 0 });
    expect(server.connections.map(({ activeRequests }) => activeRequests)).toEqual([0, 0]);
  });

  test('cuts at the deadline what is left', async () => {
    const began = gate();
    const aborted = gate();
    const server = await startHttp2(async (context) => {
      context.requestAborted.addEventListener('abort', aborted.open);
      began.open();
      await new Promise(() => {});
    }, { tls });
    const answer = request(await server.connect());
    const seen = expect(answer).rejects.toThrow('reset');
    await began.opened;
    expect(await server.services.connections.drain(20)).toEqual({ drained: 0, cut: 1 });
    await aborted.opened;
    await seen;
  });
});

test('a stop counts each stream: those that have finished, and those that were cut', async () => {
  const began = [gate(), gate(), gate()];
  const finish = gate();
  const server = await startHttp2(async ({ request }) => {
    const number = Number(request.path.slice(1));
    began[number]?.open();
    await (number === 2 ? new Promise(() => {}) : finish.opened);
  });
  const session = await server.connect();
  const answers = [0, 1, 2].map((number) => request(session, { ':path': `/${number}` }));
  const cut = expect(answers[2]).rejects.toThrow('reset');
  await Promise.all(began.map(({ opened }) => opened));
  const stopped = server.services.connections.drain(50);
  finish.open();
  await Promise.all(answers.slice(0, 2));
  expect(await stopped).toEqual({ drained: 2, cut: 1 });
  await cut;
});

test('a stream that comes after GOAWAY is not begun', async () => {
  const began: string[] = [];
  const finish = gate();
  const server = await startHttp2(async ({ request }) => {
    began.push(request.path);
    await finish.opened;
  });
  const client = await RawHttp2Client.connect(server.port);
  client.request(1);
  client.send({ type: FRAME.ping, payload: Buffer.alloc(8) });
  await client.next(({ type }) => type === FRAME.ping);
  server.connections[0]?.drain();
  server.connections[0]?.drain();
  const goaway = await client.next(({ type }) => type === FRAME.goaway);
  // The last stream that was begun: a client may send later ones again, elsewhere.
  expect(goaway?.payload.readUInt32BE(0)).toBe(1);
  client.request(3);
  client.send({ type: FRAME.ping, payload: Buffer.alloc(8, 1) });
  await client.next(({ type, payload }) => type === FRAME.ping && payload[0] === 1);
  expect(client.frames.filter(({ type }) => type === FRAME.goaway).length).toBe(1);
  finish.open();
  await client.next(({ type, stream }) => type === FRAME.headers && stream === 1);
  expect(began).toEqual(['/']);
});

test('a connection that is accepted during a stop is told to go', async () => {
  const server = await startHttp2(() => {});
  await server.services.connections.drain(10);
  const session = connectHttp2(`http://127.0.0.1:${server.port}`);
  session.on('error', () => {});
  await once(session, 'close');
  expect(server.connections[0]?.activeRequests).toBe(0);
});

test('an abort cuts the connection at once', async () => {
  const began = gate();
  const server = await startHttp2(async () => {
    began.open();
    await new Promise(() => {});
  });
  const session = await server.connect();
  const stream = session.request();
  const closed = new Promise((resolve) => session.once('close', resolve));
  stream.on('error', () => {});
  await began.opened;
  server.connections[0]?.abort();
  server.connections[0]?.abort();
  await closed;
  expect(server.connections[0]?.activeRequests).toBe(0);
  expect(await server.services.connections.drain(60_000)).toEqual({ drained: 0, cut: 0 });
});

test('a socket whose client has gone already is no defect', async () => {
  const server = await startHttp2(() => {});
  const client = await RawHttp2Client.connectSilently(server.port);
  const { socket } = client;
  socket.destroy();
  const connection = serveHttp2({ socket, scheme: 'http', protocols: 'Http2', endpoint: 'test' }, server.services);
  await once(socket, 'close');
  expect(connection.activeRequests).toBe(0);
  expect(await server.services.connections.drain(100)).toEqual({ drained: 0, cut: 0 });
});
