import { speedCase } from '../speed-case.mjs';

const KIBIBYTE = 1024;
const items = Array.from({ length: 16 }, (_, id) => ({ id, name: `item ${id}`, price: 9.95, inStock: true }));
const unfilled = JSON.stringify({ id: 7, items, note: '' });
const body = JSON.stringify({ id: 7, items, note: '-'.repeat(KIBIBYTE - unfilled.length) });

/** A JSON body of 1 KiB, read whole, and a small JSON answer. */
export const run = ({ rounds, seconds }) =>
  speedCase({
    ours: { name: 'JSON POST 1 KiB: mews', file: 'mews', args: ['json'] },
    others: [{ server: { name: 'node:http', file: 'node-http', args: ['json'] }, target: 1.4 }],
    request: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body },
    rounds,
    seconds,
  });
