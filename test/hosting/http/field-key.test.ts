import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { fieldKey } from '../../../src/hosting/http/field-key.ts';

function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('a name does not keep the head alive that it was cut from', () => {
  const before = usedHeap();
  for (let at = 0; at < 500; at++) {
    const head = Buffer.alloc(100_000, `x-name-of-some-client-${at}: `).toString('latin1');
    expect(fieldKey(head.slice(0, head.indexOf(':')))).toBe(`x-name-of-some-client-${at}`);
  }
  expect(usedHeap() - before).toBeLessThan(10_000_000);
});
