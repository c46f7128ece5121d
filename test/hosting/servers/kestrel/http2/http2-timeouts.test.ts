import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Http2Connection } from '../../../../../src/hosting/servers/kestrel/http2/http2-connection.ts';
import { gate } from '../../../../support/http1-server.ts';
import { request, startHttp2 } from '../../../../support/http2-server.ts';
import { encodeHeaders, FLAG, FRAME, GET, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

const ERROR = { none: 0, protocol: 1, refused: 7, calm: 11 };
const forever = (): Promise<void> => new Promise(() => {});

describe('time-outs', () => {
  const closed = (client: RawHttp2Client): Promise<unknown> => new Promise((resolve) => (client.socket.closed ? resolve(undefined) : client.socket.once('close', resolve)));
  const settled = async (client: RawHttp2Client): Promise<void> => {
    client.send({ type: FRAME.ping, payload: Buffer.alloc(8, 9) });
    await client.next(({ type, payload }) => type === FRAME.ping && payload[0] === 9);
  };

  test('an idle connection is closed after the keep-alive time-out, with GOAWAY', async () => {
    const server = await startHttp2(() => {});
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    await settled(client);
    server.pass(129_000);
    await settled(client);
    expect(client.frames.some(({ type }) => type === FRAME.goaway)).toBe(false);
    server.pass(2000);
    expect(await client.goaway()).toBe(ERROR.none);
    client.socket.end();
    await closed(client);
  });

  test('a connection with an open stream is not idle', async () => {
    const server = await startHttp2(forever);
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    await settled(client);
    server.pass(600_000);
    await settled(client);
    expect(client.frames.some(({ type }) => type === FRAME.goaway)).toBe(false);
  });

  test('a client that does not close a connection that is over has it cut', async () => {
    const server = await startHttp2(() => {});
    const client = await RawHttp2Client.connect(server.port);
    client.socket.allowHalfOpen = true;
    await settled(client);
    const stopped = server.services.connections.drain(60_000);
    expect(await client.goaway()).toBe(ERROR.none);
    server.pass(7000);
    expect(await stopped).toEqual({ drained: 0, cut: 0 });
    expect(client.socket.writable).toBe(true);
  });

  test('a client that breaks the protocol, is deaf and does not close is cut when its headers are overdue', async () => {
    const server = await startHttp2(() => {});
    const client = await RawHttp2Client.connect(server.port);
    client.socket.allowHalfOpen = true;
    await settled(client);
    server.pass(1000);
    client.socket.write('this is no frame of HTTP/2 at all');
    await client.goaway();
    server.pass(33_000);
    expect((server.connections[0] as Http2Connection).socket.destroyed).toBe(true);
  });

  test('a client whose session was ended and that does not close has its socket closed, too', async () => {
    const server = await startHttp2(() => {});
    const client = await RawHttp2Client.connect(server.port);
    client.socket.allowHalfOpen = true;
    await settled(client);
    for (let stream = 1; stream < 2000; stream += 2) {
      client.request(stream, GET, FLAG.endHeaders);
      client.send({ type: FRAME.reset, stream, payload: Buffer.from([0, 0, 0, 8]) });
    }
    expect(await client.goaway()).toBe(ERROR.calm);
    server.pass(1000);
    server.pass(7000);
    expect((server.connections[0] as Http2Connection).socket.destroyed).toBe(true);
  });

  test('a preface that does not come ends the connection', async () => {
    const server = await startHttp2(() => {});
    const client = await RawHttp2Client.connectSilently(server.port);
    client.socket.write('PRI * HTTP/2.0\r\n');
    await client.next(({ type }) => type === FRAME.settings);
    server.pass(29_000);
    expect(client.socket.closed).toBe(false);
    server.pass(2000);
    await closed(client);
  });

  test('headers that never end, end the connection', async () => {
    const server = await startHttp2(() => {});
    const client = await RawHttp2Client.connect(server.port);
    await settled(client);
    server.pass(2000);
    const { socket } = server.connections[0] as Http2Connection;
    const before = socket.bytesRead;
    client.send({ type: FRAME.headers, flags: FLAG.endStream, stream: 1, payload: encodeHeaders(GET) });
    while (socket.bytesRead === before) await new Promise(setImmediate);
    server.pass(33_000);
    await closed(client);
  });

  test('frames that are no headers do not: a client that answers a ping is there', async () => {
    const server = await startHttp2(() => {});
    const session = await server.connect();
    await request(session);
    server.pass(2000);
    session.settings({ initialWindowSize: 100_000 });
    await once(session, 'localSettings');
    for (let second = 0; second < 60; second++) {
      server.pass(1000);
      await new Promise<void>((resolve) => session.ping(() => resolve()));
    }
    expect(session.destroyed).toBe(false);
  });

  test('a silent client is pinged, and cut when it does not answer', async () => {
    const server = await startHttp2(forever, { limits: { http2: { keepAlivePingDelay: 5000, keepAlivePingTimeout: 3000 } } });
    const answering = await server.connect();
    const silent = await RawHttp2Client.connect(server.port);
    silent.request(1);
    answering.request().on('error', () => {});
    await settled(silent);
    const pinged = once(answering, 'ping');
    server.pass(6000);
    await silent.next(({ type, flags }) => type === FRAME.ping && flags === 0);
    await pinged;
    await new Promise<void>((resolve) => answering.ping(() => resolve()));
    server.pass(4000);
    await closed(silent);
    expect(answering.destroyed).toBe(false);
  });

  test('a client that does not read a response is cut by the minimum data rate', async () => {
    let whole = false;
    const server = await startHttp2(async ({ response }) => {
      await response.write(Buffer.alloc(100_000));
      whole = true;
    });
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    await client.next(({ type }) => type === FRAME.data);
    server.pass(400_000);
    expect(client.socket.closed).toBe(false);
    server.pass(30_000);
    await closed(client);
    expect(server.debugged.join()).toContain('read too slowly. See MinResponseDataRate');
    expect(whole).toBe(true);
  });

  test('a client that stops has no more time for all that it has read fast', async () => {
    const readFast = gate();
    const server = await startHttp2(async ({ response }) => {
      const chunk = Buffer.alloc(1_000_000);
      for (let written = 0; ; written++) {
        await response.write(chunk);
        if (written === 15) readFast.open();
      }
    }, { limits: { minResponseDataRate: { bytesPerSecond: 10_000, gracePeriod: 5000 } } });
    const client = await RawHttp2Client.connect(server.port);
    for (let update = 0; update < 2; update++) {
      if (update === 1) client.request(1);
      client.send({ type: FRAME.windowUpdate, stream: update, payload: Buffer.from([1, 0x40, 0, 0]) });
    }
    await readFast.passed;
    client.socket.pause();
    // What waits, and what may lie in the system's buffers, at 10,000 octets a second: not that of the 15,000,000 before.
    server.pass(320_000);
    client.socket.resume();
    await closed(client);
    expect(server.debugged.join()).toContain('read too slowly. See MinResponseDataRate');
  });

  test('a client that has read its answer may go on with its body, as long as the app reads it', async () => {
    const answered = gate();
    const read = gate<number>();
    const server = await startHttp2(async ({ request, response }) => {
      await response.text('early');
      await response.complete();
      answered.open();
      read.open((await request.bytes()).length);
    }, { limits: { minRequestBodyDataRate: null } });
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST' }, { endStream: false });
    stream.write('x');
    await answered.passed;
    const [head] = await once(stream, 'response');
    expect(head[':status']).toBe(200);
    await once(stream.resume(), 'end');
    server.pass(600_000);
    stream.end('y');
    expect(await read.passed).toBe(2);
    expect(session.destroyed).toBe(false);
  });
});
