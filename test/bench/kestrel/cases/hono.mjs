import { speedCase } from '../speed-case.mjs';

/** The same with a Hono app: for information. */
export const run = ({ rounds, seconds }) =>
  speedCase({
    ours: { name: 'Hono app: mews', file: 'hono-app', hosted: true },
    others: [
      { server: { name: 'srvx', file: 'srvx', args: ['hono-app'] } },
      { server: { name: '@hono/node-server', file: 'hono-node-server', args: ['hono-app'] } },
    ],
    request: {},
    rounds: Math.min(rounds, 3),
    seconds,
  });
