import { describe, expect, test } from 'vitest';
import { startHttp1, until } from '../../../../support/http1-server.ts';

const GET = 'GET / HTTP/1.1\r\nHost:\r\n\r\n';

describe('a response', () => {
  test.each([100, 101, 103, 199])('cannot have the status %i, behind which a client waits for another one', async (statusCode) => {
    const server = await startHttp1(({ response }) => {
      response.statusCode = statusCode;
    });
    const client = await server.connect();
    client.send(GET + GET);
    expect([(await client.answer()).status, (await client.answer()).status]).toEqual([500, 500]);
    expect(String(server.errors[0])).toContain(`The status code ${statusCode} cannot end a request`);
  });

  test.each([[{}], [5], [null], [new ArrayBuffer(20)], [new ArrayBuffer(100_000)]])('is not made of %o', async (chunk) => {
    const server = await startHttp1(({ response }) => response.write(chunk as unknown as Uint8Array));
    const client = await server.connect();
    client.send(GET + GET);
    expect([(await client.answer()).status, (await client.answer()).status]).toEqual([500, 500]);
    expect(String(server.errors[0])).toContain('must be a string or a Uint8Array');
  });

  test('to HEAD that an app writes without end leaves everything else its turn', async () => {
    let written = 0;
    const server = await startHttp1(async ({ response }) => {
      while (written < 1_000_000) {
        await response.write('x');
        written++;
      }
    });
    const client = await server.connect();
    client.send('HEAD / HTTP/1.1\r\nHost:\r\n\r\n');
    await client.answer('HEAD');
    client.reset();
    await until(() => server.sockets[0]?.destroyed === true);
    expect(written).toBeLessThan(100_000);
  });
});
