import { idleBytes, tooMany } from '../idle-memory.mjs';

const ours = { name: 'mews', file: 'mews', args: ['hello'] };
const theirs = { name: 'node:http', file: 'node-http', args: ['hello'] };

/** Memory for an idle keep-alive connection. */
export async function run({ rounds, isQuick }) {
  const connections = isQuick ? 2000 : 10_000;
  const what = `${connections} idle connections: mews / node:http`;
  const skipped = tooMany(connections);
  if (skipped) return [{ what, skipped }];
  const values = [];
  for (let round = 0; round < Math.min(rounds, 5); round++) {
    const bytes = new Map();
    for (const server of round % 2 ? [theirs, ours] : [ours, theirs]) bytes.set(server, await idleBytes(server, connections));
    values.push(bytes.get(ours) / bytes.get(theirs));
  }
  return [{ what, values, target: 1, atMost: true }];
}
