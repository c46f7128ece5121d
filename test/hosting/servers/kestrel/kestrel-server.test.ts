import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { ServerAddressesFeature } from '../../../../src/hosting/application/server-addresses-feature.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';
import { describeServerContract } from '../server-contract.ts';

describeServerContract('kestrel', (options) => new KestrelServer(options));

test('localhost answers on both loopbacks', async () => {
  const url = await startServer(new KestrelServer(serverOptions('http://localhost:0')), toApplication(({ response }) => response.text('hi')));
  const { port } = new URL(url);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hi');
  expect(await (await fetch(`http://[::1]:${port}`)).text()).toBe('hi');
});

test('https is left out with a warning, and refused when nothing is left', async () => {
  const options = serverOptions('https://localhost:0', 'http://127.0.0.1:0');
  const server = new KestrelServer(options);
  await startServer(server, toApplication(() => {}));
  expect(server.features.get(ServerAddressesFeature)?.addresses).toHaveLength(1);
  expect(options.warnings).toEqual([expect.stringContaining('https://localhost:0')]);
  await expect(new KestrelServer(serverOptions('https://localhost:0')).start(toApplication(() => {}))).rejects.toMatchObject({ code: 'MEWS3008' });
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
