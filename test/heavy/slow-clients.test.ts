import { describe, expect, it } from 'vitest';
import { attackSlowly } from '../bench/kestrel/slow-clients.mjs';
import { hasProgram } from '../support/has-program.ts';

const MEBIBYTE = 1_048_576;
const CONNECTIONS = 120;

// Memory and connections of the server are read from /proc.
describe.skipIf(process.platform !== 'linux' || !hasProgram('slowhttptest'))('under slow headers, slow bodies and slow reading at once', () => {
  it('Kestrel answers every request of a well-behaved client, and keeps its memory', async () => {
    const server = { name: 'mews', file: 'mews', args: ['transfer'] };
    const { asked, failures, attackers, growth } = await attackSlowly(server, { seconds: 20, connections: CONNECTIONS });
    // An attack that did not take place would prove nothing. The slow bodies are cut after six seconds, on a busy machine
    // before the last of the others are opened.
    expect(attackers).toBeGreaterThan(0.9 * 2 * CONNECTIONS);
    expect(asked).toBeGreaterThan(100);
    expect(failures).toEqual([]);
    expect(growth).toBeLessThan(100 * MEBIBYTE);
  });
});
