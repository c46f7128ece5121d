import { describe, expect, onTestFinished, test } from 'vitest';
import { tempProject } from '../../support/temp-project.ts';
import { changedProxy } from './fuzz/changed-proxy.ts';
import { startLenientBackend } from './fuzz/lenient-backend.ts';
import { PLANTED_PROXY_BUGS } from './fuzz/planted-proxy-bugs.ts';
import { fuzzProxy, type ProxyReport } from './fuzz/proxy-fuzz.ts';
import * as parts from './fuzz/proxy-parts.ts';
import { makeProxy } from './fuzz/proxy-under-test.ts';

const CASES = 1500;

async function fuzz(Parts: typeof parts, options: { readonly seed: number; readonly most: number }): Promise<ProxyReport> {
  const backend = await startLenientBackend();
  const proxy = makeProxy(Parts, backend.port);
  onTestFinished(() => {
    proxy.close();
    backend.close();
  });
  return fuzzProxy(proxy, backend, { cases: CASES, ...options });
}

describe('in front of an app that takes nearly everything', () => {
  test.for([1, 2])('the module lets through only what it was given, and only what is for the app (seed %d)', async (seed, { annotate }) => {
    const { understood, violations } = await fuzz(parts, { seed, most: 5 });
    await annotate(`${understood} requests understood`, 'requests');
    expect(violations.join('\n')).toBe('');
    // Else nothing was let through.
    expect(understood).toBeGreaterThan(CASES / 3);
  });

  test.each(PLANTED_PROXY_BUGS)('the fuzz finds $name', async (bug) => {
    const { violations } = await fuzz(await changedProxy((await tempProject()).path('copy'), bug), { seed: 1, most: 1 });
    expect(violations).toHaveLength(1);
  });
});
