import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { identifyApp } from '../../../src/hosting/application/identify-app.ts';
import { WebApplication } from '../../../src/hosting/application/web-application.ts';

const listener = (_request: unknown, _response: unknown): void => {};
const fetchApp = { fetch: () => new Response() };

test.each([
  ['a WebApplication', { default: WebApplication.create() }, 'webApplication'],
  ['one of another copy of mews', { default: { [Symbol.for('mews.WebApplication')]: true } }, 'webApplication'],
  ['a fetch object', { default: fetchApp }, 'fetch'],
  ['a function with fetch', { default: Object.assign(() => {}, fetchApp) }, 'fetch'],
  ['a listener', { default: listener }, 'listener'],
  ['a Koa app', { default: { callback: () => listener } }, 'listener'],
  ['a Fastify app', { default: { ready: () => {}, routing: listener } }, 'listener'],
  ['an http.Server that does not listen', { default: createServer(listener) }, 'listener'],
  ['a compiled default', { default: { __esModule: true, default: listener } }, 'listener'],
  ['no default', { app: listener }, 'nothing'],
  ['an empty module.exports', { default: {} }, 'nothing'],
  ['a compiled module without default', { default: { __esModule: true, app: listener } }, 'nothing'],
  ['null', { default: null }, 'nothing'],
])('%s', (_name, namespace, kind) => {
  expect(identifyApp(namespace).kind).toBe(kind);
});

test.each([
  [{ default: function main() {} }, `a function 'main' of 0 parameters`],
  [{ default: class Server {} }, `the class 'Server'`],
  [{ default: new Map() }, 'an object of class Map'],
  [{ default: { app: listener } }, 'an object without fetch()'],
  [{ default: 42 }, 'a number'],
  [{ level: 3, app: Object.assign((_request: unknown, _response: unknown) => {}, { listen: () => {} }) }, `missing (the export 'app' might be meant)`],
  [{ default: { __esModule: true, api: fetchApp } }, `missing (the export 'api' might be meant)`],
])('what cannot be served is described: %o', (namespace, found) => {
  expect(identifyApp(namespace)).toEqual({ kind: 'unknown', found });
});
