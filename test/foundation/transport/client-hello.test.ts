import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readClientHello } from '../../../src/foundation/transport/client-hello.ts';

/** What a real client says first. */
async function helloOf(options: ConnectionOptions): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect({ port: (server.address() as { port: number }).port, host: '127.0.0.1', ...options }).on('error', () => {});
  const [socket] = await accepted;
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  socket.destroy();
  return bytes;
}

/** The same handshake message in records of `size` octets. */
function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const fragment = message.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, fragment.length >> 8, fragment.length & 255]), fragment);
  }
  return Buffer.concat(records);
}

test.each([
  ['TLS 1.3', { servername: 'shop.example.org' }, 'shop.example.org'],
  ['TLS 1.2', { servername: 'Shop.Example.org', maxVersion: 'TLSv1.2' }, 'Shop.Example.org'],
  ['no name', {}, undefined],
  ['a name after a long list of protocols', { servername: 'a.b', ALPNProtocols: Array.from({ length: 90 }, (_, at) => `protocol-${at}`) }, 'a.b'],
] as [string, ConnectionOptions, string | undefined][])('a client with %s', async (_, options, serverName) => {
  expect(readClientHello(await helloOf(options))).toEqual({ kind: 'hello', serverName });
});

describe('a message in pieces', () => {
  test('is incomplete up to its last octet', async () => {
    const hello = await helloOf({ servername: 'a.example' });
    for (let length = 0; length < hello.length; length++) expect(readClientHello(hello.subarray(0, length)), `${length} octets`).toEqual({ kind: 'incomplete' });
    expect(readClientHello(hello)).toEqual({ kind: 'hello', serverName: 'a.example' });
  });

  test.each([1, 3, 4, 5, 100])('in records of %i octets is the same', async (size) => {
    const hello = await helloOf({ servername: 'a.example' });
    expect(readClientHello(inRecords(hello, size))).toEqual({ kind: 'hello', serverName: 'a.example' });
    expect(readClientHello(inRecords(hello, size).subarray(0, -1))).toEqual({ kind: 'incomplete' });
  });

  test('is none in more records than any client makes: to put them together must cost less than to send them', () => {
    const message = Buffer.alloc(60_004);
    message.writeUInt32BE(0x0100_0000 + 60_000);
    const record = Buffer.alloc(5);
    const began = performance.now();
    expect(readClientHello(inRecords(Buffer.concat([record, message]), 1))).toEqual({ kind: 'invalid' });
    expect(readClientHello(inRecords(Buffer.concat([record, message]), 40).subarray(0, -1))).toEqual({ kind: 'incomplete' });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('may be followed by others', async () => {
    const hello = await helloOf({ servername: 'a.example' });
    expect(readClientHello(Buffer.concat([hello, Buffer.from([20, 3, 3, 0, 1, 1])]))).toEqual({ kind: 'hello', serverName: 'a.example' });
  });
});

test.each([
  ['HTTP', 'GET / HTTP/1.1\r\n'],
  ['one letter', 'G'],
  ['an alert', '\x15\x03\x01\x00\x02\x02\x28'],
  ['a version of its own', '\x16\x05\x01\x00\x10'],
  ['an empty record', '\x16\x03\x01\x00\x00'],
  ['too long a record', '\x16\x03\x01\x50\x00'],
  ['a ServerHello', '\x16\x03\x01\x00\x04\x02\x00\x00\x00'],
  ['too long a message', '\x16\x03\x01\x00\x04\x01\xff\xff\xff'],
  ['vectors beyond the end', '\x16\x03\x01\x00\x28\x01\x00\x00\x24\x03\x03' + 'r'.repeat(32) + '\xff\x00'],
])('%s is no hello', (_, bytes) => {
  expect(readClientHello(Buffer.from(bytes, 'latin1'))).toEqual({ kind: 'invalid' });
});

test('whatever octet is wrong, the answer is one of the three', async () => {
  const hello = await helloOf({ servername: 'a.example' });
  for (let at = 0; at < hello.length; at++) {
    for (const wrong of [0, 0xff, (hello[at] ?? 0) ^ 1]) {
      const broken = Buffer.from(hello);
      broken[at] = wrong;
      expect(['incomplete', 'invalid', 'hello']).toContain(readClientHello(broken).kind);
    }
  }
});
