import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { HttpMinResponseDataRateFeature } from '../../../../../src/hosting/http/body-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { gate, startHttp1, turns, until, type TestHttp1Server } from '../../../../support/http1-server.ts';

const GET = 'GET / HTTP/1.1\r\nHost:\r\n\r\n';
const TOTAL = 64 * 1024 * 1024;

/** Waits until `count` does not change any more. */
async function standstill(count: () => number): Promise<number> {
  let before = -1;
  while (before !== count() || before === 0) {
    before = count();
    await turns(50);
  }
  return before;
}

async function stalledClient(server: TestHttp1Server) {
  const client = await server.connect();
  client.pause();
  client.send(GET);
  return client;
}

const chunk = Buffer.alloc(16_000, 'a');
const text = 'b'.repeat(10_000);

describe('a client that does not read', () => {
  const writers: Record<string, (written: (octets: number) => void) => RequestDelegate> = {
    octets: (written) => async ({ response }) => {
      for (let sum = 0; sum < TOTAL; sum += chunk.length) {
        await response.write(chunk);
        written(chunk.length);
      }
    },
    'large octets': (written) => async ({ response }) => {
      const large = Buffer.alloc(200_000);
      for (let sum = 0; sum < TOTAL; sum += large.length) {
        await response.write(large);
        written(large.length);
      }
    },
    text: (written) => async ({ response }) => {
      for (let sum = 0; sum < TOTAL; sum += text.length) {
        await response.write(text);
        written(text.length);
      }
    },
    'a web stream': (written) => async ({ response }) => {
      const writer = response.bodyWriter.getWriter();
      for (let sum = 0; sum < TOTAL; sum += chunk.length) {
        await writer.ready;
        void writer.write(chunk).then(() => written(chunk.length));
        await new Promise(setImmediate);
      }
      await writer.close();
    },
    'a Node stream': (written) => async ({ response }) => {
      let sum = 0;
      const source = new Readable({
        read() {
          sum += chunk.length;
          written(chunk.length);
          this.push(sum > TOTAL ? null : chunk);
        },
      });
      source.pipe(response.body);
      await new Promise((resolve) => response.body.once('close', resolve));
    },
  };

  test.each(Object.entries(writers))('makes an app that writes %s wait', async (_, write) => {
    let written = 0;
    const server = await startHttp1(write((octets) => (written += octets)));
    const client = await stalledClient(server);
    const stopped = await standstill(() => written);
    const waits = server.sockets[0]?.writableLength ?? 0;
    expect(waits).toBeGreaterThan(0);
    expect(waits).toBeLessThan(65_536 + 2 * 200_000);
    // What the system keeps for a connection, both sides together, is some megabytes.
    expect(stopped).toBeLessThan(TOTAL / 2);
    let received = 0;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (piece: Buffer) => (received += piece.length));
    client.resume();
    await until(() => received >= TOTAL);
  });

  test('makes every write wait when nothing may be kept', async () => {
    let written = 0;
    const server = await startHttp1(async ({ response }) => {
      for (let sum = 0; sum < TOTAL; sum += 1000) {
        await response.write('c'.repeat(1000));
        written++;
        await new Promise(setImmediate);
      }
    }, { limits: { maxResponseBufferSize: 0 } });
    await stalledClient(server);
    await standstill(() => written);
    expect(server.sockets[0]?.writableLength).toBeLessThan(2100);
  });

  test('does not get octets that the app wrote into its buffer later', async () => {
    const server = await startHttp1(async ({ response }) => {
      const reused = Buffer.alloc(100_000);
      response.headers.set('Content-Length', 100 * reused.length);
      for (let round = 0; round < 100; round++) {
        reused.fill(round);
        await response.write(reused);
      }
    }, { limits: { maxResponseBufferSize: null } });
    const client = await stalledClient(server);
    await until(() => (server.sockets[0]?.writableLength ?? 0) > 0);
    await turns(50);
    client.resume();
    const { body } = await client.answer();
    const wrong = Array.from({ length: 100 }, (_, round) => round).filter((round) => body.slice(round * 100_000, (round + 1) * 100_000) !== String.fromCharCode(round).repeat(100_000));
    expect(wrong).toEqual([]);
  });

  test('is cut when it takes less than the minimum data rate', async () => {
    const server = await startHttp1(async ({ response }) => {
      for (let sum = 0; sum < TOTAL; sum += chunk.length) await response.write(chunk);
    }, { limits: { minResponseDataRate: { bytesPerSecond: 100_000, gracePeriod: 2000 } } });
    await stalledClient(server);
    await until(() => (server.sockets[0]?.writableLength ?? 0) > 0);
    await turns(50);
    server.pass(2000);
    await turns();
    expect(server.sockets[0]?.destroyed).toBe(false);
    server.pass(20_000);
    expect(server.sockets[0]?.destroyed).toBe(true);
    expect(server.debugged.join()).toContain('See MinResponseDataRate.');
    expect(server.errors).toEqual([]);
  });

  test('is cut for that also when it was fast for long before', async () => {
    let written = 0;
    const server = await startHttp1(async ({ response }) => {
      const large = Buffer.alloc(1_000_000);
      for (; written < 500_000_000; written += large.length) await response.write(large);
    }, { limits: { minResponseDataRate: { bytesPerSecond: 100_000, gracePeriod: 2000 } } });
    const client = await server.connect();
    client.socket.removeAllListeners('data');
    client.socket.on('data', () => {});
    client.send(GET);
    await until(() => written > 200_000_000);
    client.pause();
    await standstill(() => written);
    server.pass(60_000);
    expect(server.sockets[0]?.destroyed).toBe(true);
  });

  test('is let be where the app lifts the rate for its response', async () => {
    const server = await startHttp1(async (context) => {
      requiredFeature(context.features, HttpMinResponseDataRateFeature).minDataRate = null;
      for (let sum = 0; sum < TOTAL; sum += chunk.length) await context.response.write(chunk);
    }, { limits: { minResponseDataRate: { bytesPerSecond: 100_000, gracePeriod: 2000 } } });
    await stalledClient(server);
    await until(() => (server.sockets[0]?.writableLength ?? 0) > 0);
    server.pass(1_000_000);
    expect(server.sockets[0]?.destroyed).toBe(false);
  });

  test('gets the last response of its connection all the same, if it keeps the rate', async () => {
    const size = 20_000_000;
    const server = await startHttp1(({ response }) => {
      response.headers.set('Connection', 'close');
      response.headers.set('Content-Length', size);
      void response.write(Buffer.alloc(size));
    });
    const client = await stalledClient(server);
    await until(() => (server.sockets[0]?.writableLength ?? 0) > 0);
    server.pass(60_000);
    let received = 0;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (piece: Buffer) => (received += piece.length));
    client.resume();
    await client.closed();
    expect(received).toBeGreaterThan(size);
  });
});

describe('an app that never pauses between its writes', () => {
  test('does not fill the memory with what it has written', async () => {
    const { passed, open } = gate();
    let most = 0;
    const server = await startHttp1(async ({ response }) => {
      for (let sum = 0; sum < TOTAL; sum += text.length) {
        await response.write(text);
        most = Math.max(most, sum - (server.sockets[0]?.bytesWritten ?? 0) + (server.sockets[0]?.writableLength ?? 0));
      }
      open();
    });
    const client = await server.connect();
    client.socket.removeAllListeners('data');
    client.socket.on('data', () => {});
    client.send(GET);
    await passed;
    expect(most).toBeLessThan(1_000_000);
  });
});
