import { expect, test } from 'vitest';
import { HttpConnectionFeature } from '../../../../src/hosting/http/connection-features.ts';
import { HttpRequestFeature, HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from '../../../../src/hosting/http/request-features.ts';
import { HttpResponseBodyFeature, HttpResponseFeature } from '../../../../src/hosting/http/response-features.ts';
import { ask, askOn, begin, open } from '../../../support/contract-client/contract-client.ts';
import { gate, startKind, type ContractKind } from './contract-kind.ts';

/** What every server fills for each request. */
const FEATURES = [
  HttpRequestFeature,
  HttpResponseFeature,
  HttpResponseBodyFeature,
  HttpConnectionFeature,
  HttpRequestLifetimeFeature,
  HttpRequestIdentifierFeature,
];

/** How an app sees a request. */
export function testRequests(kind: ContractKind): void {
  const { client } = kind;

  test('it hands over method, path, query, headers and body, and sends status, headers and body', async () => {
    const { address } = await startKind(kind, async ({ request, response }) => {
      response.statusCode = 201;
      response.headers.append('Set-Cookie', 'a=1');
      response.headers.append('Set-Cookie', 'b=2');
      const { method, path, queryString, scheme, protocol, host } = request;
      await response.json({ method, path, queryString, scheme, protocol, host, x: request.headers.get('X-Y'), body: await request.text() });
    });
    const answer = await ask(client, address, { path: '/a%20b?c=d', method: 'POST', body: 'hello', headers: { 'x-y': 'z' } });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const { scheme, protocol } = client;
    const host = client.hostOf(address);
    expect(JSON.parse(answer.body)).toEqual({ method: 'POST', path: '/a b', queryString: '?c=d', scheme, protocol, host, x: 'z', body: 'hello' });
  });

  test('it has the features of a request and its response, and what else it offers', async () => {
    const missing: symbol[] = [];
    let connection: HttpConnectionFeature | undefined;
    const { address } = await startKind(kind, ({ features }) => {
      missing.push(...[...FEATURES, ...client.features].filter((key) => features.get(key) === undefined));
      connection = features.get(HttpConnectionFeature);
    });
    await ask(client, address);
    expect(missing).toEqual([]);
    const hasPorts = !address.includes('://unix:');
    expect(connection).toMatchObject({
      connectionId: expect.stringMatching(/./),
      remoteIpAddress: hasPorts ? '127.0.0.1' : '',
      localIpAddress: hasPorts ? '127.0.0.1' : '',
      localPort: hasPorts ? Number(new URL(address).port) : 0,
    });
    expect((connection?.remotePort ?? 0) > 0).toBe(hasPorts);
  });

  test.each([
    ['/', '/', ''],
    ['/a/./b/../c?/../d', '/a/c', '?/../d'],
    ['/%41%2Fb%2fc', expect.stringMatching(/^\/A%2Fb%2Fc$/i), ''],
    ['/%C3%BC?%C3%BC', '/ü', '?%C3%BC'],
    ['//a?', '//a', expect.stringMatching(/^\??$/)],
  ])('the path is decoded, all but the slash, and has no dot segments; the target is as sent: %s', async (target, path, queryString) => {
    let seen: unknown;
    const { address } = await startKind(kind, ({ request: { path, pathBase, queryString }, features }) => {
      seen = { path, pathBase, queryString, rawTarget: features.get(HttpRequestFeature)?.rawTarget };
    });
    await ask(client, address, { path: target });
    expect(seen).toEqual({ path, pathBase: '', queryString, rawTarget: target });
  });

  test('headers are found whatever their case, and those of one name are joined', async () => {
    let seen: unknown;
    const { address } = await startKind(kind, ({ request: { headers } }) => {
      seen = [headers.get('X-One'), headers.has('x-ONE'), headers.get('x-two'), headers.has('x-two'), headers.getAll('x-one'), headers.getAll('x-two'), [...headers].map(([name]) => name.toLowerCase()).includes('x-one')];
    });
    await ask(client, address, { headers: { 'x-one': 'a, b' } });
    expect(seen).toEqual(['a, b', true, undefined, false, ['a, b'], [], true]);
  });

  test('a connection may have several requests', async () => {
    const { address } = await startKind(kind, async ({ request, response }) => response.text(request.path));
    const connection = await open(client, address);
    for (const path of ['/1', '/2', '/3']) expect((await askOn(connection, { path, method: 'POST', body: 'unread' })).body).toBe(path);
  });

  test('each request has a trace identifier of its own', async () => {
    const seen = new Set<string>();
    const { address } = await startKind(kind, (context) => void seen.add(context.traceIdentifier));
    const connection = await open(client, address);
    for (let request = 0; request < 3; request++) await askOn(connection);
    await ask(client, address);
    expect(seen.size).toBe(4);
    for (const identifier of seen) expect(identifier).toMatch(/^[0-9A-Z]+:[0-9A-F]{8}$/);
  });

  test('requestAborted fires when the client goes away', async () => {
    const began = gate();
    const aborted = gate();
    const { address } = await startKind(kind, async (context) => {
      context.requestAborted.addEventListener('abort', aborted.open);
      began.open();
      await aborted.opened;
    });
    const exchange = await begin(client, address);
    exchange.end();
    await began.opened;
    exchange.leave();
    await expect(exchange.answer).rejects.toThrow();
    await aborted.opened;
  });

  test('requestAborted does not fire after a response that was sent whole', async () => {
    let signal: AbortSignal | undefined;
    const completed = gate();
    const { server, address } = await startKind(kind, (context) => {
      signal = context.requestAborted;
      context.response.onCompleted(completed.open);
    });
    const connection = await open(client, address);
    await askOn(connection);
    await completed.opened;
    connection.close();
    // Then the server has seen the connection close.
    await server.stop(60_000);
    expect(signal?.aborted).toBe(false);
  });

  test('a body that the client breaks off is an error for who reads it', async () => {
    const read = gate();
    const ended = gate();
    let failure: unknown;
    const { address } = await startKind(kind, async ({ request }) => {
      try {
        for await (const chunk of request.body) if (chunk) read.open();
      } catch (error) {
        failure = error;
        throw error;
      } finally {
        ended.open();
      }
    });
    const exchange = await begin(client, address, { method: 'POST' });
    exchange.send('half');
    await read.opened;
    exchange.leave();
    await ended.opened;
    expect(failure).toBeInstanceOf(Error);
  });
}
