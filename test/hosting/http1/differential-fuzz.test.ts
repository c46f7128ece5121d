import { describe, expect, test } from 'vitest';
import * as chunkedDecoder from '../../../src/hosting/http1/chunked-decoder.ts';
import * as headScan from '../../../src/hosting/http1/head-scan.ts';
import * as requestHead from '../../../src/hosting/http1/request-head.ts';
import * as scanRequestHead from '../../../src/hosting/http1/scan-request-head.ts';
import { tempProject } from '../../support/temp-project.ts';
import { changedWire } from './fuzz/changed-wire.ts';
import { describeDisagreement, fuzz, type FuzzReport } from './fuzz/differential.ts';
import { PLANTED_BUGS } from './fuzz/planted-bugs.ts';
import { wireSubject } from './fuzz/wire-subject.ts';

const CASES = 6000;
const SEEDS = [1, 2, 3];
const wire = { ...chunkedDecoder, ...headScan, ...requestHead, ...scanRequestHead };

describe('against the parser of node:http, with the same octets', () => {
  test.for(SEEDS)('nothing is accepted that it rejects, and nothing is read otherwise (seed %d)', async (seed, { annotate }) => {
    const report = await fuzz(wireSubject(wire), { seed, cases: CASES, maxDisagreements: 5 });
    await annotate(JSON.stringify(report.counts), 'verdicts by kind');
    expect(report.disagreements.map(describeDisagreement).join('\n')).toBe('');
    expect(casesIn(report)).toBe(CASES);
    // Else all were rejected, and nothing was compared.
    expect(report.readByBoth).toBeGreaterThan(CASES / 3);
  });

  test('the fuzz finds nothing in a copy of the wire that is not changed', async () => {
    const copy = wireSubject(await changedWire((await tempProject()).path('http1')));
    expect((await fuzz(copy, { seed: 1, cases: CASES, maxDisagreements: 1 })).disagreements).toEqual([]);
  });

  test.each(PLANTED_BUGS)('the fuzz finds $name, where that is let pass', async (bug) => {
    const changed = wireSubject(await changedWire((await tempProject()).path('http1'), bug));
    const { disagreements } = await fuzz(changed, { seed: 1, cases: CASES, maxDisagreements: 1 });
    expect(disagreements).toHaveLength(1);
  });
});

function casesIn({ counts }: FuzzReport): number {
  return Object.values(counts).reduce((sum, ofKind) => sum + Object.values(ofKind).reduce((one, other) => one + other, 0), 0);
}
