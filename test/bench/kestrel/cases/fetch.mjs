import { speedCase } from '../speed-case.mjs';

/** `export default { fetch }`, as mews serves it (under the app host), against the fetch servers of the field. */
export const run = ({ rounds, seconds }) =>
  speedCase({
    ours: { name: 'fetch app: mews', file: 'fetch-app', hosted: true },
    others: [
      { server: { name: 'srvx', file: 'srvx', args: ['fetch-app'] }, target: 1.3 },
      { server: { name: '@hono/node-server', file: 'hono-node-server', args: ['fetch-app'] }, target: 1.2 },
    ],
    request: {},
    rounds,
    seconds,
  });
