import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { KestrelOptions } from '../../../../src/hosting/application/kestrel-options.ts';
import type { ServerFactory } from '../../../../src/hosting/application/server.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { ServerAddressesFeature } from '../../../../src/hosting/application/server-addresses-feature.ts';
import {
  HttpMaxRequestBodySizeFeature,
  HttpMinRequestBodyDataRateFeature,
  HttpMinResponseDataRateFeature,
  HttpRequestBodyDetectionFeature,
  HttpRequestTrailersFeature,
  HttpResponseTrailersFeature,
  RequestBodyPipeFeature,
} from '../../../../src/hosting/http/body-features.ts';
import { TlsApplicationProtocolFeature, TlsConnectionFeature, TlsHandshakeFeature } from '../../../../src/hosting/http/connection-features.ts';
import { HttpUpgradeFeature } from '../../../../src/hosting/http/protocol-features.ts';
import { makeCertificate } from '../../../support/certificates.ts';
import { http1Client } from '../../../support/contract-client/http1-client.ts';
import { http2Client } from '../../../support/contract-client/http2-client.ts';
import { overTcp, overTls, overUnixSocket } from '../../../support/contract-client/transports.ts';
import { freePort } from '../../../support/free-port.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';
import { describeServerContract } from '../server-contract.ts';

const certificate = await makeCertificate();
const OWN = [RequestBodyPipeFeature, HttpRequestBodyDetectionFeature, HttpRequestTrailersFeature, HttpResponseTrailersFeature, HttpMaxRequestBodySizeFeature, HttpMinRequestBodyDataRateFeature];
const HTTP1 = [...OWN, HttpUpgradeFeature, HttpMinResponseDataRateFeature];
const TLS = [TlsConnectionFeature, TlsHandshakeFeature, TlsApplicationProtocolFeature];

const kestrel: ServerFactory = (options) => {
  const kestrel = new KestrelOptions();
  kestrel.httpsDefaults = { certificate };
  return new KestrelServer({ ...options, kestrel });
};

describeServerContract('kestrel', kestrel, http1Client(overTcp, HTTP1));
describeServerContract('kestrel over TLS', kestrel, http1Client(overTls(certificate, 'http/1.1'), [...HTTP1, ...TLS]));
describeServerContract('kestrel with HTTP/2', kestrel, http2Client(overTls(certificate, 'h2'), [...OWN, ...TLS]));
describeServerContract('kestrel with HTTP/2 by prior knowledge', kestrel, http2Client(overTcp, OWN));
describe.skipIf(process.platform === 'win32')('on unix sockets', () => {
  describeServerContract('kestrel', kestrel, http1Client(overUnixSocket, HTTP1));
  describeServerContract('kestrel with HTTP/2', kestrel, http2Client(overUnixSocket, OWN));
});

test('localhost answers on both loopbacks', async () => {
  const url = await startServer(new KestrelServer(serverOptions('http://localhost:0')), toApplication(({ response }) => response.text('hi')));
  const { port } = new URL(url);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hi');
  expect(await (await fetch(`http://[::1]:${port}`)).text()).toBe('hi');
});

test('addresses are all bound or none', async () => {
  const taken = await startServer(new KestrelServer(serverOptions()), toApplication(() => {}));
  const free = await freePort();
  const server = new KestrelServer(serverOptions(`http://127.0.0.1:${free}`, taken));
  await expect(server.start(toApplication(() => {}))).rejects.toMatchObject({ code: 'MEWS3006' });
  expect(server.features.get(ServerAddressesFeature)?.addresses).toEqual([`http://127.0.0.1:${free}`, taken]);
  await expect(fetch(`http://127.0.0.1:${free}`)).rejects.toThrow();
});

test('no address at all is http://localhost:5000, or the next free port', async () => {
  const server = new KestrelServer({ ...serverOptions(), addresses: [] });
  expect(await startServer(server, toApplication(() => {}))).toMatch(/^http:\/\/localhost:5[01]\d\d$/);
});

test('a host name is bound on every interface, with a warning', async () => {
  const options = serverOptions('http://shop.example:0');
  await startServer(new KestrelServer(options), toApplication(() => {}));
  expect(options.warnings).toEqual([expect.stringContaining(`'shop.example'`)]);
});

test('the default address moves when it is taken, and says so', async () => {
  const taken = await startServer(new KestrelServer(serverOptions('http://localhost:0')), toApplication(() => {}));
  const options = { ...serverOptions(taken), mayMove: true };
  const url = await startServer(new KestrelServer(options), toApplication(() => {}));
  expect(url).not.toBe(taken);
  expect(options.warnings).toEqual([expect.stringContaining(`${taken} is taken: listening on ${url}`)]);
});

test('HEAD has the headers of the answer and no body', async () => {
  const url = await startServer(new KestrelServer(serverOptions()), toApplication(({ response }) => response.text('hello')));
  const answer = await fetch(url, { method: 'HEAD' });
  expect([answer.headers.get('content-length'), await answer.text()]).toEqual(['5', '']);
});

test('a target with its origin is the same path', async () => {
  const url = await startServer(new KestrelServer(serverOptions()), toApplication(({ request, response }) => response.text(request.path + request.queryString)));
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end('GET http://x/a?b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const [data] = await once(socket, 'data');
  expect(String(data)).toContain('\r\n\r\n/a?b');
});

test('a connection that never said anything ends with the stop', async () => {
  const server = new KestrelServer(serverOptions());
  const url = await startServer(server, toApplication(() => {}));
  const silent = connect(Number(new URL(url).port), '127.0.0.1');
  await once(silent, 'connect');
  await (await fetch(url)).text();
  await Promise.all([once(silent, 'close'), server.stop(60_000)]);
});
