import { describe, expect, test } from 'vitest';
import { startForwarding, TOKEN } from '../../support/forwarding-server.ts';
import { ok } from '../../support/raw-backend.ts';

/** The header fields that the app gets for a request with these field lines. */
async function passedOn(fields: string, line = 'GET / HTTP/1.1'): Promise<Record<string, string>> {
  const server = await startForwarding();
  const client = await server.connect();
  client.send(`${line}\r\nHost: a\r\n${fields}\r\n`);
  return { ...(await (await server.backend.peer()).head()).headers };
}

describe('fields of one hop', () => {
  test.each([
    ['Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n'],
    ['Connection: close\r\n'],
    ['Proxy-Connection: keep-alive\r\n'],
    ['Connection: X-One, close, x-two\r\nX-One: 1\r\nX-TWO: 2\r\nx-one: 3\r\n'],
    ['Connection: X-One\r\nConnection: keep-alive, X-Two\r\nX-One: 1\r\nX-Two: 2\r\n'],
    ['TE: gzip\r\nConnection: TE\r\n'],
    ['Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n'],
    ['Upgrade: websocket\r\n'],
    ['Expect: 100-continue\r\n'],
    ['Expect: something else\r\n'],
  ])('do not go on: %j', async (fields) => {
    const passed = await passedOn(`${fields}X-Kept: yes\r\n`);
    expect(Object.keys(passed).toSorted()).toEqual(['host', 'ms-aspnetcore-token', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-kept']);
  });

  test.each(['TE: trailers\r\nConnection: TE\r\n', 'te: gzip;q=0.5, trailers\r\n'])('say anew that trailers are welcome: %j', async (fields) => {
    expect(await passedOn(fields)).toMatchObject({ te: 'trailers', connection: 'TE' });
  });

  test.each(['Host', 'content-length', 'Content-Type', 'Authorization', 'Cookie', 'Cache-Control', 'Expect'])('may not be what the app must get: a request whose Connection names %s is refused', async (name) => {
    const server = await startForwarding();
    const { status } = await server.ask(`POST / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, ${name}\r\nContent-Length: 0\r\n\r\n`);
    expect([status, server.backend.peers.length, server.failures.map(({ reason }) => reason)]).toEqual([400, 0, ['fields']]);
  });
});

describe('the module\'s fields', () => {
  test.each([
    'MS-ASPNETCORE-TOKEN: forged\r\n',
    'ms-aspnetcore-token:forged\r\n',
    'MS_ASPNETCORE_TOKEN: forged\r\n',
    'Ms-AspNetCore_Token: forged\r\n',
    'MS-ASPNETCORE-EVENT: shutdown\r\nMS-ASPNETCORE-CLIENTCERT: eA==\r\nMS-ASPNETCORE-WINAUTHTOKEN: 1\r\nMS-ASPNETCORE-: x\r\n',
  ])('are not a client\'s to send: %j', async (fields) => {
    const passed = await passedOn(fields);
    expect(Object.keys(passed).filter((name) => /^ms.aspnetcore/i.test(name))).toEqual(['ms-aspnetcore-token']);
    expect(passed['ms-aspnetcore-token']).toBe(TOKEN);
  });

  test('stay where a Connection field names them', async () => {
    expect(await passedOn('Connection: ms-aspnetcore-token, x-forwarded-for, x-forwarded-proto\r\n')).toMatchObject({
      'ms-aspnetcore-token': TOKEN,
      'x-forwarded-for': expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      'x-forwarded-proto': 'http',
    });
  });

  test('may be others, as the options say', async () => {
    const server = await startForwarding({ upstream: { fields: { 'X-Secret': 's' } }, module: { dropped: ['X-Secret', 'x-internal-*'] } });
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost: a\r\nX-SECRET: forged\r\nX-Internal-A: 1\r\nX-Internal-: 2\r\nX-Internal: 3\r\n\r\n');
    const { headers } = await (await server.backend.peer()).head();
    expect(headers).toMatchObject({ 'x-secret': 's', 'x-internal': '3' });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-internal-'))).toEqual([]);
  });
});

describe('who the client is', () => {
  test('is told behind what proxies before have told', async () => {
    const passed = await passedOn('X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nx-forwarded-for: 10.0.0.2, 10.0.0.3\r\nX-Forwarded-Host: public.example\r\nX-Forwarded-Proto:\r\n');
    expect(passed['x-forwarded-for']).toMatch(/^10\.0\.0\.1, 10\.0\.0\.2, 10\.0\.0\.3, 127\.0\.0\.1:\d+$/);
    expect([passed['x-forwarded-proto'], passed['x-forwarded-host']]).toEqual(['https, http', 'public.example, a']);
  });

  test.each(['X_Forwarded_For: 6.6.6.6\r\n', 'x-forwarded_for: 6.6.6.6\r\n'])('is not told by a name that is the same to some: %j', async (fields) => {
    const passed = await passedOn(fields);
    expect(Object.keys(passed).filter((name) => /^x.forwarded.for$/.test(name))).toEqual(['x-forwarded-for']);
    expect(passed['x-forwarded-for']).toMatch(/^6\.6\.6\.6, 127\.0\.0\.1:\d+$/);
  });

  test.each(['Forwarded: for=6.6.6.6\r\n', 'X-Forwarded-Prefix: /elsewhere\r\n'])('is told by no field that nothing is added to: %j', async (fields) => {
    expect(Object.keys(await passedOn(fields))).not.toContain(fields.slice(0, fields.indexOf(':')).toLowerCase());
  });

  test('can be told without the port', async () => {
    const server = await startForwarding({ module: { tellsPort: false } });
    const client = await server.connect();
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect((await (await server.backend.peer()).head()).headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  test('is told to be https behind TLS', async () => {
    const server = await startForwarding({ http1: { tls: true } });
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello');
    const peer = await server.backend.peer();
    const { headers, body } = await peer.request();
    expect([headers['x-forwarded-proto'], headers['ms-aspnetcore-clientcert'], body]).toEqual(['https', undefined, 'hello']);
    peer.send(ok('over TLS'));
    expect((await client.answer()).body).toBe('over TLS');
  });
});
