import { afterEach, describe, expect, test, vi } from 'vitest';
import type * as RequestOptionsModule from '../../../../../src/hosting/servers/kestrel/http1/request-options.ts';
import { serveConnection } from '../../../../../src/hosting/servers/kestrel/serve-connection.ts';
import { engineSubject } from '../../../http1/fuzz/engine-subject.ts';
import { describeDisagreement, fuzz } from '../../../http1/fuzz/differential.ts';

const CASES = 4000;

describe('the engine against the parser of node:http, with the same octets', () => {
  afterEach(() => {
    vi.doUnmock('../../../../../src/hosting/servers/kestrel/http1/request-options.ts');
    vi.resetModules();
  });

  test.for([1, 2, 3])('accepts nothing that it rejects, and reads nothing otherwise (seed %d)', async (seed, { annotate }) => {
    const report = await fuzz(engineSubject(serveConnection), { seed, cases: CASES, maxDisagreements: 5 });
    await annotate(JSON.stringify(report.counts), 'verdicts by kind');
    expect(report.disagreements.map(describeDisagreement).join('\n')).toBe('');
    expect(report.readByBoth).toBeGreaterThan(CASES / 3);
  });

  test.each([
    ['overlooks that a body is chunked', (options: RequestOptionsModule.RequestOptions) => ({ ...options, bodyLength: Math.max(0, options.bodyLength) })],
    ['takes one octet less of a body', (options: RequestOptionsModule.RequestOptions) => ({ ...options, bodyLength: options.bodyLength > 1 ? options.bodyLength - 1 : options.bodyLength })],
    ['goes on behind Connection: close', (options: RequestOptionsModule.RequestOptions) => ({ ...options, keepAlive: true })],
  ])('finds it when the engine %s', async (_, change) => {
    vi.doMock('../../../../../src/hosting/servers/kestrel/http1/request-options.ts', async (importOriginal) => {
      const original = await importOriginal<typeof RequestOptionsModule>();
      return { readRequestOptions: (scan: Parameters<typeof original.readRequestOptions>[0]) => change(original.readRequestOptions(scan)) };
    });
    vi.resetModules();
    const changed = await import('../../../../../src/hosting/servers/kestrel/serve-connection.ts');
    const { disagreements } = await fuzz(engineSubject(changed.serveConnection), { seed: 1, cases: CASES, maxDisagreements: 1 });
    expect(disagreements).toHaveLength(1);
  });
});
