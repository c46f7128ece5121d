import { speedCase } from '../speed-case.mjs';

/** A text through one middleware and a route, against node:http and fastify. */
export const run = ({ rounds, seconds }) =>
  speedCase({
    ours: { name: 'hello: mews', file: 'mews', args: ['hello'] },
    others: [
      { server: { name: 'node:http', file: 'node-http', args: ['hello'] }, target: 1.6 },
      { server: { name: 'fastify', file: 'fastify' }, target: 1.6 },
    ],
    request: {},
    rounds,
    seconds,
  });
