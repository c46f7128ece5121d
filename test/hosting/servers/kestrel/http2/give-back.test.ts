import { once } from 'node:events';
import { connect } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readInto } from '../../../../../src/hosting/http1/shared-read-buffer.ts';
import { giveBack } from '../../../../../src/hosting/servers/kestrel/http2/give-back.ts';
import { serveHttp2 } from '../../../../../src/hosting/servers/kestrel/http2/http2-connection.ts';
import { request, startHttp2 } from '../../../../support/http2-server.ts';
import { PREFACE } from '../../../../support/raw-http2-client.ts';

type Read = (socket: Socket, receive: (bytes: Buffer) => void) => void;

/** As the HTTP/1.1 engine reads: into a buffer that is written over. */
const hooked: Read = (socket, receive) => {
  readInto(socket, (bytes, length) => receive(bytes.subarray(0, length)), (bytes) => void bytes.fill('!'));
};
const listening: Read = (socket, receive) => void socket.on('data', receive);

test.each([
  ['a shared buffer', hooked, 'at once'],
  ['a shared buffer', hooked, 'later'],
  ['data events', listening, 'at once'],
  ['data events', listening, 'later'],
])('a connection that was read by %s begins with the preface: HTTP/2 goes on with it %s', async (_how, read, when) => {
  const { services } = await startHttp2(async ({ request, response }) => response.text(String((await request.bytes()).length)));
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    read(socket, (bytes) => {
      expect(bytes.toString('latin1').startsWith(PREFACE)).toBe(true);
      const copy = Buffer.from(bytes);
      socket.pause();
      const goOn = (): void => {
        giveBack(socket, copy);
        serveHttp2({ socket, scheme: 'http', protocols: 'Http1AndHttp2', endpoint: 'test' }, services);
      };
      if (when === 'later') setImmediate(() => setImmediate(goOn));
      else goOn();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => session.destroy());
  // More than one read holds, so that what is read before, during and after the change comes in order.
  const body = Buffer.alloc(300_000, 'b');
  const answers = await Promise.all([1, 2, 3].map(() => request(session, { ':method': 'POST' }, body)));
  expect(answers.map((answer) => answer.body)).toEqual(['300000', '300000', '300000']);
  expect((await request(session, { ':method': 'POST' }, body)).body).toBe('300000');
});

test('a socket that was accepted paused is read', async () => {
  const { services } = await startHttp2(async ({ response }) => response.text('read'));
  const server = createServer({ pauseOnConnect: true }, (socket) => void serveHttp2({ socket, scheme: 'http', protocols: 'Http2', endpoint: 'test' }, services));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => session.destroy());
  expect((await request(session)).body).toBe('read');
});
