import { runCases } from './kestrel/run-cases.mjs';

const cases = {
  hello: () => import('./kestrel/cases/hello.mjs'),
  browser: () => import('./kestrel/cases/browser.mjs'),
  json: () => import('./kestrel/cases/json.mjs'),
  pipelined: () => import('./kestrel/cases/pipelined.mjs'),
  fetch: () => import('./kestrel/cases/fetch.mjs'),
  hono: () => import('./kestrel/cases/hono.mjs'),
  idle: () => import('./kestrel/cases/idle.mjs'),
  transfer: () => import('./kestrel/cases/transfer.mjs'),
  h2: () => import('./kestrel/cases/h2.mjs'),
  slow: () => import('./kestrel/cases/slow.mjs'),
};

/** The server against others of its kind. */
export const run = (rounds, args) => runCases(cases, { rounds, args });
