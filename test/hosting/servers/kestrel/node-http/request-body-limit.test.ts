import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import express from 'express';
import { describe, expect, onTestFinished, test } from 'vitest';
import { identifyApp } from '../../../../../src/hosting/application/identify-app.ts';
import { KestrelOptions } from '../../../../../src/hosting/application/kestrel-options.ts';
import { nodeListenerApplication, type NodeListener } from '../../../../../src/hosting/application/node-listener-application.ts';
import { KestrelServer } from '../../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { RawHttp1Client } from '../../../../support/raw-http1-client.ts';
import { serverOptions, startServer, type TestServerOptions } from '../../../../support/start-server.ts';

interface Served {
  readonly client: RawHttp1Client;
  readonly options: TestServerOptions;
  readonly details: string[];
}

/** Serves what a module would export as default, with a limit of ten octets unless told otherwise. */
async function serve(app: unknown, maxRequestBodySize: number | null = 10): Promise<Served> {
  const identified = identifyApp({ default: app });
  if (identified.kind !== 'listener') throw new Error(`a ${identified.kind}`);
  const kestrel = new KestrelOptions();
  kestrel.limits = { maxRequestBodySize };
  const options = serverOptions();
  const details: string[] = [];
  const server = new KestrelServer({ ...options, kestrel, logDebug: (text) => void details.push(text) });
  const url = await startServer(server, nodeListenerApplication(await identified.load(), identified.upgrades));
  const client = await RawHttp1Client.connect(Number(new URL(url).port));
  onTestFinished(() => client.destroy());
  return { client, options, details };
}

async function sizeOf(request: IncomingMessage): Promise<string> {
  return String(Buffer.concat(await request.toArray()).length);
}

const sized: NodeListener = async (request, response) => void response.end(await sizeOf(request));
const chunked = (...chunks: string[]): string => chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
const POST = 'POST / HTTP/1.1\r\nHost: a\r\n';

describe('a body that says it is too large', () => {
  test('is refused before the app runs', async () => {
    let calls = 0;
    const { client, details } = await serve((_request: unknown, response: { end(): void }) => void (calls++, response.end()));
    client.send(`${POST}Content-Length: 11\r\n\r\n`);
    const { status, headers } = await client.answer();
    expect([status, headers['connection'], headers['content-length'], calls]).toEqual([413, 'close', '0', 0]);
    await client.closed();
    expect(details.join()).toContain('Request body too large. The max request body size is 10 bytes.');
  });

  test('need not be sent by a client that asks first', async () => {
    const { client } = await serve(sized);
    client.send(`${POST}Content-Length: 11\r\nExpect: 100-continue\r\n\r\n`);
    expect((await client.answer()).status).toBe(413);
  });
});

test('a client that asks first is told to send what is not too large', async () => {
  const { client } = await serve(sized);
  client.send(`${POST}Content-Length: 10\r\nExpect: 100-continue\r\n\r\n`);
  expect((await client.answer()).status).toBe(100);
  client.send('0123456789');
  expect(await client.answer()).toMatchObject({ status: 200, body: '10' });
});

test('a body of exactly the limit is served, whole or in chunks, and so is the next one', async () => {
  const { client } = await serve(sized);
  client.send(`${POST}Content-Length: 10\r\n\r\n0123456789`);
  expect((await client.answer()).body).toBe('10');
  client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('01234', '56789')}0\r\n\r\n`);
  expect((await client.answer()).body).toBe('10');
  client.send(`${POST}Content-Length: 1\r\n\r\n0`);
  expect((await client.answer()).body).toBe('1');
});

test('without a limit everything is served', async () => {
  const { client } = await serve(sized, null);
  client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0'.repeat(100))}0\r\n\r\n`);
  expect((await client.answer()).body).toBe('100');
});

describe('a body that turns out to be too large', () => {
  test('ends with an error for the app, 413 for the client, and the connection', async () => {
    const { client, options, details } = await serve(sized);
    client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('01234')}`);
    client.send(chunked('56789', '!'));
    const { status, headers } = await client.answer();
    expect([status, headers['connection'], headers['content-length']]).toEqual([413, 'close', '0']);
    await client.closed();
    expect(options.errors).toEqual([expect.objectContaining({ name: 'BadHttpRequestError', statusCode: 413 })]);
    expect(details.join()).toMatch(/^Connection id "\w+" bad request data: "Request body too large\./);
  });

  test('in one piece, too', async () => {
    const { client } = await serve(sized);
    client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0'.repeat(11))}0\r\n\r\n`);
    expect((await client.answer()).status).toBe(413);
  });

  test('cuts an answer that has begun', async () => {
    const { client } = await serve((request: IncomingMessage, response: Parameters<NodeListener>[1]) => {
      response.writeHead(200).write('begun');
      request.on('error', () => {}).resume();
    });
    client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0')}`);
    await client.waitFor(() => client.received.includes('begun'));
    client.send(chunked('0'.repeat(10)));
    expect(await client.closed()).not.toContain('413');
  });

  test('does not harm an app that answers all the same', async () => {
    let hasAnswered = (): void => {};
    const answered = new Promise<void>((resolve) => (hasAnswered = resolve));
    const { client } = await serve((request: IncomingMessage, response: Parameters<NodeListener>[1]) => {
      request.on('error', () => (response.writeHead(200).end('late'), hasAnswered())).resume();
    });
    client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0'.repeat(11))}`);
    expect((await client.answer()).status).toBe(413);
    await answered;
    expect(await client.closed()).toBe('');
  });

  test('is cut under Express, which puts prototypes of its own under the request', async () => {
    const errors: unknown[] = [];
    const app = express();
    app.use(express.text({ type: () => true }));
    app.post('/', (request, response) => void response.send(request.body));
    app.use((error: unknown, _request: unknown, _response: unknown, next: (error: unknown) => void) => void (errors.push(error), next(error)));
    app.set('env', 'test');
    const { client } = await serve(app);
    client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0123456789')}0\r\n\r\n`);
    expect((await client.answer()).body).toBe('0123456789');
    client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0123456789', '!')}`);
    expect((await client.answer()).status).toBe(413);
    await client.closed();
    expect(errors).toHaveLength(1);
  });
});

test('an app that only asks for the end is not kept waiting', async () => {
  const { client } = await serve((request: IncomingMessage, response: Parameters<NodeListener>[1]) => void once(request.resume(), 'end').then(() => response.end('done')));
  client.send(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunked('0')}0\r\n\r\n`);
  expect((await client.answer()).body).toBe('done');
});
