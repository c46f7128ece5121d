import { describe, expect, test } from 'vitest';
import { startForwarding } from '../../support/forwarding-server.ts';
import { turns } from '../../support/http1-server.ts';
import { ok } from '../../support/raw-backend.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nConnection: keep-alive\r\n\r\n';

describe('interim responses', () => {
  test('are passed on as they come', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(GET);
    const peer = await server.backend.peer();
    await peer.request();
    peer.send('HTTP/1.1 102 Processing\r\n\r\n');
    expect((await client.answer()).head).toBe('HTTP/1.1 102 Processing\r\n\r\n');
    peer.send(HINTS + ok('x'));
    expect((await client.answer()).head).toBe('HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n');
    expect(await client.answer()).toMatchObject({ status: 200, body: 'x' });
  });

  test('are not for clients of HTTP/1.0', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(HINTS + ok('x'));
    expect((await client.answer()).status).toBe(200);
  });

  test('that tell to go on are not for clients that did not ask', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello');
    const peer = await server.backend.peer();
    await peer.request();
    peer.send(`HTTP/1.1 100 Continue\r\n\r\n${ok('x')}`);
    expect((await client.answer()).status).toBe(200);
  });
});

describe('Expect: 100-continue', () => {
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n';

  test('is the app\'s to meet', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(head);
    const peer = await server.backend.peer();
    expect((await peer.head()).headers).toMatchObject({ expect: '100-continue', 'content-length': '5' });
    await turns();
    expect(client.received).toBe('');
    peer.send('HTTP/1.1 100 Continue\r\n\r\n');
    expect((await client.answer()).head).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.send('hello');
    await peer.waitFor(() => peer.received === 'hello');
    peer.received = '';
    peer.send(ok('thanks'));
    expect((await client.answer()).body).toBe('thanks');
    client.send(GET);
    await peer.request();
    peer.send(ok('next'));
    expect((await client.answer()).body).toBe('next');
  });

  test('may be refused: the body is never asked for, and neither connection is used again', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(head);
    const peer = await server.backend.peer();
    await peer.head();
    peer.send('HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n');
    expect(await client.answer()).toMatchObject({ status: 417, headers: { connection: 'close' } });
    await client.closed();
    await peer.closed();
    expect(client.received).toBe('');
  });

  test('is met for an app that says nothing for a second', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(head);
    const peer = await server.backend.peer();
    await peer.head();
    server.passUpstream(1000);
    expect((await client.answer()).head).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.send('hello');
    await peer.waitFor(() => peer.received === 'hello');
    peer.send(`HTTP/1.1 100 Continue\r\n\r\n${ok('late')}`);
    expect(await client.answer()).toMatchObject({ status: 200, body: 'late' });
  });

  test('of a client that does not wait holds nothing up', async () => {
    const server = await startForwarding();
    const client = await server.connect();
    client.send(`${head}hello`);
    const peer = await server.backend.peer();
    const { headers, body } = await peer.request();
    expect([headers['expect'], body]).toEqual([undefined, 'hello']);
    peer.send(ok('x'));
    expect((await client.answer()).status).toBe(200);
  });

  test('of a body that is too large is refused before the app hears of it', async () => {
    const server = await startForwarding({ http1: { limits: { maxRequestBodySize: 4 } } });
    expect(await server.ask(head)).toMatchObject({ status: 413, headers: { connection: 'close' } });
    expect(server.backend.peers).toHaveLength(0);
  });
});
