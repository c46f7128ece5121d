import { expect, test } from 'vitest';
import { nodeListenerApplication, type NodeListener } from '../../../src/hosting/application/node-listener-application.ts';
import { FeatureCollection } from '../../../src/hosting/http/feature-collection.ts';
import { KestrelServer } from '../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer } from '../../support/start-server.ts';

const serve = (listener: NodeListener): Promise<string> => startServer(new KestrelServer(serverOptions()), nodeListenerApplication(listener));

test('a listener gets Node’s own objects, and may answer whenever it likes', async () => {
  const url = await serve((request, response) => {
    response.writeHead(418, 'Teapot', { 'X-Url': request.url ?? '' });
    setImmediate(() => response.end('late'));
  });
  const answer = await fetch(`${url}/tea`);
  expect([answer.status, answer.statusText, answer.headers.get('x-url'), await answer.text()]).toEqual([418, 'Teapot', '/tea', 'late']);
});

test.each([
  ['throws', () => { throw new Error('oh no'); }],
  ['rejects', () => Promise.reject(new Error('oh no'))],
])('a listener that %s before it answers is answered for with 500', async (_name, listener) => {
  expect((await fetch(await serve(listener))).status).toBe(500);
});

test('a server without Node’s objects cannot serve a listener', () => {
  expect(() => nodeListenerApplication(() => {}).createContext(new FeatureCollection())).toThrow(expect.objectContaining({ code: 'MEWS4008' }));
});
