import { describe, expect, it } from 'vitest';
import { transferGrowth } from '../bench/kestrel/transfer-memory.mjs';

const MEBIBYTE = 1_048_576;
const SIZE = 256 * MEBIBYTE;
const SERVER = { name: 'mews', file: 'mews', args: ['transfer'] };

// The server's memory is read from /proc.
describe.skipIf(process.platform !== 'linux')('a body of 256 MiB through Kestrel', () => {
  it.each(['upload', 'download'] as const)('arrives whole and leaves memory flat: %s', async (kind) => {
    expect(await transferGrowth(SERVER, { kind, bytes: SIZE })).toBeLessThan(100 * MEBIBYTE);
  });

  it.each([
    ['app', 'slow-upload'],
    ['client', 'slow-download'],
  ] as const)('waits where it comes from while the %s that reads it is slow', async (_reader, kind) => {
    expect(await transferGrowth(SERVER, { kind, bytes: SIZE, seconds: 3 })).toBeLessThan(64 * MEBIBYTE);
  });
});
