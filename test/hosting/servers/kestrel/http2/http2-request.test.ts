import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { HttpMinRequestBodyDataRateFeature, HttpMinResponseDataRateFeature, HttpRequestBodyDetectionFeature, HttpRequestTrailersFeature } from '../../../../../src/hosting/http/body-features.ts';
import { TlsApplicationProtocolFeature, TlsConnectionFeature, TlsHandshakeFeature } from '../../../../../src/hosting/http/connection-features.ts';
import type { HttpContext } from '../../../../../src/hosting/http/http-context.ts';
import { Http2StreamIdFeature, HttpResetFeature, HttpUpgradeFeature } from '../../../../../src/hosting/http/protocol-features.ts';
import { HttpRequestFeature } from '../../../../../src/hosting/http/request-features.ts';
import { HttpResponseBodyFeature, HttpResponseFeature } from '../../../../../src/hosting/http/response-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import { readAnswer, request, startHttp2 } from '../../../../support/http2-server.ts';

describe('a request', () => {
  const describeRequest = async ({ request, response, connection, traceIdentifier }: HttpContext) => {
    const { method, path, queryString, scheme, protocol, host, pathBase } = request;
    const { rawTarget } = requiredFeature({ get: (key) => features.get(key) } as HttpContext['features'], HttpRequestFeature);
    await response.json({ method, path, queryString, scheme, protocol, host, pathBase, rawTarget, ip: connection.remoteIpAddress, traceIdentifier, body: await request.text() });
  };
  let features: HttpContext['features'];
  const app = (context: HttpContext): Promise<void> => {
    features = context.features;
    return describeRequest(context);
  };

  test.each([false, true])('has method, decoded path, query, scheme, host, address and body (TLS: %s)', async (tls) => {
    const server = await startHttp2(app, { tls });
    const answer = await request(await server.connect(), { ':method': 'POST', ':path': '/a%20b/./c/../d%2Fe?x=%20y' }, 'hello');
    expect(JSON.parse(answer.body)).toEqual({
      method: 'POST',
      path: '/a b/d%2Fe',
      queryString: '?x=%20y',
      scheme: tls ? 'https' : 'http',
      protocol: 'HTTP/2',
      host: `localhost:${server.port}`,
      pathBase: '',
      rawTarget: '/a%20b/./c/../d%2Fe?x=%20y',
      ip: expect.stringMatching(/127\.0\.0\.1|::1/),
      traceIdentifier: `${server.connections[0]?.id}:00000001`,
      body: 'hello',
    });
  });

  test('OPTIONS * has no path', async () => {
    const server = await startHttp2(app);
    const answer = await request(await server.connect(), { ':method': 'OPTIONS', ':path': '*' });
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'OPTIONS', path: '', rawTarget: '*' });
  });

  test('CONNECT has the authority for its target', async () => {
    const server = await startHttp2(app);
    const session = await server.connect();
    const stream = session.request({ ':method': 'CONNECT', ':authority': 'example.org:443' }, { endStream: false });
    const [[headers]] = await Promise.all([once(stream, 'response'), once(stream, 'end'), stream.resume().end()]);
    expect(headers).toMatchObject({ ':status': 200 });
    expect(features.get(HttpRequestFeature)).toMatchObject({ method: 'CONNECT', path: '', rawTarget: 'example.org:443' });
  });

  test('header names match in any case; fields of one name are joined, cookies with a semicolon; there are no pseudo-headers', async () => {
    const server = await startHttp2(async ({ request: { headers }, response }) =>
      response.json({ all: [...headers], two: headers.get('X-Two'), list: headers.getAll('x-two'), cookie: headers.get('Cookie'), none: headers.has(':path'), host: headers.has('HOST') }),
    );
    const answer = await request(await server.connect(), { 'x-two': ['a', 'b'], cookie: ['c=1', 'd=2'] });
    const host = `localhost:${server.port}`;
    expect(JSON.parse(answer.body)).toEqual({
      all: [['host', host], ['x-two', 'a'], ['x-two', 'b'], ['cookie', 'c=1; d=2']],
      two: 'a, b',
      list: ['a', 'b'],
      cookie: 'c=1; d=2',
      none: false,
      host: true,
    });
  });

  test('its trailers are there when the body was read, apart from its headers', async () => {
    const server = await startHttp2(async ({ features, request, response }) => {
      const trailing = requiredFeature(features, HttpRequestTrailersFeature);
      expect(trailing.available).toBe(false);
      expect(() => trailing.trailers).toThrow('trailers');
      await request.text();
      await response.json({ available: trailing.available, trailers: [...trailing.trailers], header: request.headers.has('x-sum') });
    });
    const session = await server.connect();
    const stream = session.request({ ':method': 'POST' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '42' }));
    stream.end('body');
    expect(JSON.parse((await readAnswer(stream)).body)).toEqual({ available: true, trailers: [['x-sum', '42']], header: false });
    const without = await startHttp2(({ features }) => {
      expect([...requiredFeature(features, HttpRequestTrailersFeature).trailers]).toEqual([]);
    });
    expect((await request(await without.connect())).headers[':status']).toBe(200);
  });

  test('a client that waits for 100 Continue gets it when the body is read', async () => {
    const server = await startHttp2(async ({ request, response }) => response.text(await request.text()));
    const stream = (await server.connect()).request({ ':method': 'POST', expect: '100-continue' }, { endStream: false });
    stream.once('continue', () => stream.end('now'));
    expect((await readAnswer(stream)).body).toBe('now');
  });

  test('its body is a Node stream and a web stream', async () => {
    const server = await startHttp2(async ({ request, response }) => {
      const octets = request.path === '/web' ? await buffer(request.bodyReader) : await buffer(request.body);
      await response.text(String(octets.length));
    });
    const session = await server.connect();
    const body = Buffer.alloc(300_000, 'x');
    expect((await request(session, { ':method': 'POST', ':path': '/web' }, body)).body).toBe('300000');
    expect((await request(session, { ':method': 'POST', ':path': '/node' }, body)).body).toBe('300000');
  });

  test('a body that the app gives up early leaves the response alone', async () => {
    const server = await startHttp2(async ({ request, response }) => {
      for await (const chunk of request.body) {
        await response.text(`first of ${chunk.length > 0}`);
        break;
      }
    });
    const answer = await request(await server.connect(), { ':method': 'POST' }, Buffer.alloc(200_000));
    expect(answer.body).toBe('first of true');
  });
});

describe('the features of a request', () => {
  test('are those of its protocol, and all of them can be listed', async () => {
    let listed: Map<symbol, unknown> | undefined;
    const server = await startHttp2(({ features }) => {
      listed = new Map(features);
      expect(features.get(Http2StreamIdFeature)?.streamId).toBe(1);
      expect(features.get(HttpUpgradeFeature)).toBeUndefined();
      expect(features.get(HttpMinResponseDataRateFeature)).toBeUndefined();
      expect(features.get(TlsConnectionFeature)).toBeUndefined();
      expect(features.get(HttpRequestBodyDetectionFeature)?.canHaveBody).toBe(false);
    });
    await request(await server.connect());
    for (const key of [HttpRequestFeature, HttpResponseFeature, HttpResponseBodyFeature, Http2StreamIdFeature, HttpResetFeature]) expect(listed?.get(key)).toBeDefined();
    expect(listed?.has(TlsConnectionFeature)).toBe(false);
  });

  test('on https tell of TLS', async () => {
    const server = await startHttp2(
      async ({ features, response }) =>
        response.json({
          alpn: features.get(TlsApplicationProtocolFeature)?.applicationProtocol,
          protocol: features.get(TlsHandshakeFeature)?.protocol,
          name: features.get(TlsHandshakeFeature)?.hostName,
          certificate: features.get(TlsConnectionFeature)?.clientCertificate === undefined,
        }),
      { tls: true },
    );
    const answer = await request(await server.connect());
    expect(JSON.parse(answer.body)).toEqual({ alpn: 'h2', protocol: 'TLSv1.3', name: 'localhost', certificate: true });
  });

  test('can be changed by middleware without touching the next request', async () => {
    const seen: string[] = [];
    const server = await startHttp2((context) => {
      seen.push(context.connection.remoteIpAddress);
      context.connection.remoteIpAddress = '203.0.113.9';
      seen.push(context.connection.remoteIpAddress);
      context.traceIdentifier = 'mine';
    });
    const session = await server.connect();
    await request(session);
    await request(session);
    expect(seen).toEqual([seen[0], '203.0.113.9', seen[0], '203.0.113.9']);
  });

  test('the minimum data rate of the body can be switched off, not changed', async () => {
    const server = await startHttp2(async ({ features, request }) => {
      const rate = requiredFeature(features, HttpMinRequestBodyDataRateFeature);
      expect(rate.minDataRate).toEqual({ bytesPerSecond: 240, gracePeriod: 5000 });
      expect(() => (rate.minDataRate = { bytesPerSecond: 1, gracePeriod: 2000 })).toThrow('except to disable it entirely by setting the rate to null');
      rate.minDataRate = null;
      expect(rate.minDataRate).toBeNull();
      await request.text();
    });
    expect((await request(await server.connect(), { ':method': 'POST' }, 'x')).headers[':status']).toBe(200);
    expect(server.errors).toEqual([]);
  });

  test('the reset feature ends the stream with its error code', async () => {
    const server = await startHttp2(async ({ features }) => requiredFeature(features, HttpResetFeature).reset(7));
    await expect(request(await server.connect())).rejects.toMatchObject({ rstCode: 7 });
  });
});
