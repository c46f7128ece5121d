import { describe, expect, it } from 'vitest';
import { idleBytes, tooMany } from '../bench/kestrel/idle-memory.mjs';

const CONNECTIONS = 2000;
const ROUNDS = 3;

/** The middle one of three: a heap that grows by a step just then is no connection's. */
async function bytesOf(file: string): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) found.push(await idleBytes({ name: file, file, args: ['hello'] }, CONNECTIONS));
  return found.toSorted((left, right) => left - right)[1] ?? Number.NaN;
}

const cannot = process.platform === 'linux' ? tooMany(CONNECTIONS) : 'memory is read from /proc';
if (cannot) console.warn(`${cannot}: the test of idle connections is skipped.`);

describe.skipIf(cannot !== undefined)(`${CONNECTIONS} idle keep-alive connections`, () => {
  it('need no more memory each than those of node:http', async () => {
    const kestrel = await bytesOf('mews');
    const node = await bytesOf('node-http');
    // At most 1.0 is wanted, and shown by the bench with 10,000; with so few, pages of the heap weigh.
    expect(kestrel / node).toBeLessThanOrEqual(1.25);
  });
});
