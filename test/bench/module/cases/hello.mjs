import { compareProxies } from '../compare-proxies.mjs';

/** The whole of a small request and its answer, 64 connections kept alive. */
export const run = (options) =>
  compareProxies({
    ...options,
    what: 'hello',
    size: 0,
    others: [
      { name: 'http-proxy', target: 2.3 },
      { name: 'http-proxy-3', target: 1.6 },
      { name: 'httpxy', target: 1.6 },
      { name: 'fast-proxy', target: 1.6 },
      { name: 'undici', target: 1.6 },
      { name: 'nginx', target: 0.8 },
    ],
  });
