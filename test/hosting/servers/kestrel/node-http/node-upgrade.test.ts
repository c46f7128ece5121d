import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { identifyApp } from '../../../../../src/hosting/application/identify-app.ts';
import { nodeListenerApplication } from '../../../../../src/hosting/application/node-listener-application.ts';
import { KestrelServer } from '../../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer } from '../../../../support/start-server.ts';

/** Serves what a module would export as default. */
async function serve(app: unknown): Promise<string> {
  const identified = identifyApp({ default: app });
  if (identified.kind !== 'listener') throw new Error(`a ${identified.kind}`);
  return startServer(new KestrelServer(serverOptions()), nodeListenerApplication(await identified.load(), identified.upgrades));
}

function echoOn(server: Server): WebSocketServer {
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request: IncomingMessage) => socket.on('message', (data) => socket.send(`${request.url} ${String(data)}`)));
  return sockets;
}

async function ask(url: string, text: string): Promise<string> {
  const client = new WebSocket(url.replace('http', 'ws'));
  await once(client, 'open');
  client.send(text);
  const [answer] = (await once(client, 'message')) as [Buffer];
  client.terminate();
  return String(answer);
}

const withUpgrade = { headers: { connection: 'upgrade', upgrade: 'websocket' } };

test('WebSockets of an exported http.Server work', async () => {
  const server = createServer((_request, response) => response.end('plain'));
  echoOn(server);
  const url = await serve(server);
  expect(await ask(`${url}/chat`, 'hello')).toBe('/chat hello');
  expect(await (await fetch(url)).text()).toBe('plain');
});

test('WebSockets of an exported Fastify app work', async () => {
  const app = fastify();
  app.get('/', () => 'plain');
  echoOn(app.server);
  const url = await serve(app);
  expect(await ask(`${url}/chat`, 'hello')).toBe('/chat hello');
  expect(await (await fetch(url)).text()).toBe('plain');
});

test('an app without a listener gets an ordinary request, as from Node; one that begins to listen gets the next', async () => {
  const server = createServer((request, response) => response.end(`ordinary ${request.headers.upgrade}`));
  const url = await serve(server);
  const { request } = await import('node:http');
  const ordinary = async (): Promise<string> => {
    const [answer] = (await once(request(url, withUpgrade).end(), 'response')) as [IncomingMessage];
    return String(await answer.toArray());
  };
  expect(await ordinary()).toBe('ordinary websocket');
  const sockets = echoOn(server);
  expect(await ask(`${url}/late`, 'hello')).toBe('/late hello');
  sockets.close();
  expect(await ordinary()).toBe('ordinary websocket');
});
