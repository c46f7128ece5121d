import { EventEmitter, once } from 'node:events';
import type { Page } from 'playwright-core';
import { isRefreshTarget } from '../../src/hosting/application/browser-refresh/answer-refresh-request.ts';
import type { BrowserRefresh } from '../../src/hosting/application/browser-refresh/browser-refresh.ts';
import { withBrowserRefresh } from '../../src/hosting/application/browser-refresh/with-browser-refresh.ts';
import type { RequestDelegate } from '../../src/hosting/application/request-delegate.ts';
import { KestrelServer } from '../../src/hosting/servers/kestrel/kestrel-server.ts';
import { openPages, testRefresh } from './refreshed-pages.ts';
import { serverOptions, startServer, toApplication } from './start-server.ts';

export interface Version {
  readonly url: string;
  readonly refresh: BrowserRefresh;
  /** Method and target of each request of the app, in order. */
  readonly requests: string[];
  /** Resolves when the app has had so many requests. */
  requested(count: number): Promise<void>;
  /** The next version takes the address over. */
  replace(generation: string, app: RequestDelegate): Promise<Version>;
}

export interface VersionOptions {
  readonly generation?: string;
  readonly address?: string;
  /** Another version, whose pages a cache still gives. */
  readonly madeBy?: BrowserRefresh;
}

/** A version of an app, at a free address or at that of the one before it. */
export async function serveVersion(app: RequestDelegate, { generation = 'g1', address = 'http://localhost:0', madeBy }: VersionOptions = {}): Promise<Version> {
  const { refresh } = testRefresh(generation);
  const requests: string[] = [];
  const arrivals = new EventEmitter();
  const server = new KestrelServer(serverOptions(address));
  const application = toApplication(async (context) => {
    const { method, path, queryString } = context.request;
    if (path === '/favicon.ico') return void (context.response.statusCode = 404);
    requests.push(`${method} ${path}${queryString}`);
    arrivals.emit('request');
    await app(context);
  });
  const [channel, pages] = [withBrowserRefresh(application, refresh), withBrowserRefresh(application, madeBy ?? refresh)];
  const url = await startServer(server, { ...pages, processRequest: (context) => (isRefreshTarget(context.request.path) ? channel : pages).processRequest(context) });
  const replace = async (next: string, nextApp: RequestDelegate): Promise<Version> => {
    refresh.close();
    await server.stop(1000);
    return serveVersion(nextApp, { generation: next, address: url });
  };
  const requested = async (count: number): Promise<void> => {
    while (requests.length < count) await once(arrivals, 'request');
  };
  return { url, refresh, requests, requested, replace };
}

/** A page of a body and a head. */
export const html = (body: string, head = ''): RequestDelegate => ({ response }) => response.text(`<!doctype html><html><head>${head}</head><body>${body}</body></html>`, 'text/html; charset=utf-8');

/** Waits until so many pages listen to the channel. */
export function connected({ refresh }: Version, pages = 1): Promise<void> {
  return openPages(refresh, pages);
}

export const shows = (page: Page, text: string): Promise<void> => page.locator('p', { hasText: text }).waitFor();

export const hasOverlay = (page: Page, expected: boolean): Promise<void> => page.locator('mews-report').waitFor({ state: expected ? 'attached' : 'detached' });
