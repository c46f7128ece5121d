import { describe, expect, test } from 'vitest';
import { readAnswer, startHttp2 } from '../../../../support/http2-server.ts';
import { FLAG, FRAME, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

describe('back-pressure', () => {
  test('an app that writes more than its client takes has to wait', async () => {
    let written = 0;
    const server = await startHttp2(async ({ response }) => {
      for (; written < 200; written++) await response.write(Buffer.alloc(16_384));
    });
    const client = await RawHttp2Client.connect(server.port);
    client.request(1);
    let before = -1;
    while (before !== written) {
      before = written;
      client.send({ type: FRAME.ping, payload: Buffer.alloc(8, 1 + (written % 200)) });
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      await client.next(({ type, payload }) => type === FRAME.ping && payload[0] === 1 + (before % 200));
    }
    // The stream's window, and what may wait in the process.
    expect(written * 16_384).toBeLessThan(65_535 + 65_536 + 3 * 16_384);
    for (let update = 0; update < 2; update++) client.send({ type: FRAME.windowUpdate, stream: update, payload: Buffer.from([0, 0x40, 0, 0]) });
    await client.next(({ type, flags }) => type === FRAME.data && flags === FLAG.endStream);
    expect(written).toBe(200);
  });

  test('a client that sends more than an app reads has to wait', async () => {
    let goOn: (value?: unknown) => void = () => {};
    const server = await startHttp2(async ({ request, response }) => {
      await new Promise((resolve) => (goOn = resolve));
      let octets = 0;
      for await (const chunk of request.body) {
        octets += chunk.length;
        if (octets % 7 === 0) await new Promise(setImmediate);
      }
      await response.text(String(octets));
    }, { limits: { maxRequestBodySize: null } });
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST' }, { endStream: false });
    const chunk = Buffer.alloc(65_536);
    let sent = 0;
    const total = 64 * 1024 * 1024;
    const send = (): void => {
      for (; sent < total; ) {
        sent += chunk.length;
        if (!stream.write(chunk)) return void stream.once('drain', send);
      }
      stream.end();
    };
    send();
    for (let round = 0, before = -1; before !== sent || round < 3; round++) {
      before = sent;
      await new Promise<void>((resolve) => session.ping(() => resolve()));
    }
    expect(sent).toBeLessThan(1_500_000);
    const heap = process.memoryUsage().rss;
    goOn();
    expect((await readAnswer(stream)).body).toBe(String(total));
    expect(process.memoryUsage().rss - heap).toBeLessThan(100 * 1024 * 1024);
  });
});
