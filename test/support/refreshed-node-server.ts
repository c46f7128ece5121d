import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { refreshNodeServer } from '../../src/hosting/application/browser-refresh/refresh-node-server.ts';
import { ask, testRefresh, type PageAnswer, type PageRequest, type TestRefresh } from './refreshed-pages.ts';

export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface ListeningNodeServer {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  ask(request?: PageRequest & { readonly path?: string }): Promise<PageAnswer>;
}

/** An app's own server, refreshed before it listens. */
export async function serveRefreshed(app: Listener | Server): Promise<ListeningNodeServer & TestRefresh> {
  const { refresh, warnings } = testRefresh();
  const server = typeof app === 'function' ? createServer(app) : app;
  refreshNodeServer(server, refresh);
  return { refresh, warnings, ...(await listen(server)) };
}

/** At a free port, until the test ends. */
export async function listen(server: Server): Promise<ListeningNodeServer> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { port, url, server, ask: ({ path = '/', ...request } = {}) => ask(url + path, request) };
}

/** A text in pieces of so many characters. */
export function piecesOf(text: string, size = 7): string[] {
  return text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
}
