import { speedCase } from '../speed-case.mjs';

/** Sixteen requests at a time on every connection. */
export const run = ({ rounds, seconds }) =>
  speedCase({
    ours: { name: 'pipelined 16 deep: mews', file: 'mews', args: ['hello'] },
    others: [{ server: { name: 'node:http', file: 'node-http', args: ['hello'] }, target: 8 }],
    request: { pipeline: 16 },
    rounds,
    seconds,
  });
