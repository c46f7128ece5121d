import { describe, expect, test } from 'vitest';
import { ResponseReader } from '../../../src/hosting/http1/response-reader.ts';
import { tempProject } from '../../support/temp-project.ts';
import { changedReader } from './fuzz/changed-wire.ts';
import { PLANTED_RESPONSE_BUGS } from './fuzz/planted-response-bugs.ts';
import { randomFrom } from './fuzz/random.ts';
import { responsesFrom } from './fuzz/response-cases.ts';
import { readByNode, readByUs, withoutRest, type SeenResponse } from './fuzz/response-subjects.ts';

const CASES = 6000;
const SEEDS = [1, 2];

interface Report {
  readonly counts: { readonly both: number; readonly stricter: number; readonly neither: number };
  /** Responses that were read where node:http reads none, or otherwise than it, or otherwise when they came in pieces: none may be. */
  readonly disagreements: readonly string[];
}

async function fuzz(Reader: typeof ResponseReader, { seed, most }: { readonly seed: number; readonly most: number }): Promise<Report> {
  const disagreements: string[] = [];
  const counts = { both: 0, stricter: 0, neither: 0 };
  let left = CASES;
  for (const made of responsesFrom(randomFrom(seed))) {
    if (left-- === 0 || disagreements.length >= most) break;
    const one = withoutRest(Reader, made);
    const ours = readByUs(Reader, one);
    const theirs = await readByNode(one);
    const uncut = one.splits.length === 0 ? ours : readByUs(Reader, { ...one, splits: [] });
    if (describeSeen(ours) !== describeSeen(uncut) || (ours && describeSeen(ours) !== describeSeen(theirs))) {
      const sent = `${one.kind} ${one.method} ${JSON.stringify(one.text)} cut at ${one.splits.join()}`;
      disagreements.push(`${sent}\n  node:http: ${describeSeen(theirs)}\n  ours: ${describeSeen(ours)}, uncut ${describeSeen(uncut)}`);
    }
    counts[ours ? 'both' : theirs ? 'stricter' : 'neither']++;
  }
  return { counts, disagreements };
}

/** Node tells twice of an interim response that is 100. */
function describeSeen(seen: SeenResponse | undefined): string {
  return seen ? `${seen.status} ${JSON.stringify(seen.body)} after ${[...new Set(seen.interim)].join()}` : 'nothing';
}

describe('against the client of node:http, with the same octets', () => {
  test.for(SEEDS)('no response is read that it does not read, and none otherwise (seed %d)', async (seed, { annotate }) => {
    const { counts, disagreements } = await fuzz(ResponseReader, { seed, most: 5 });
    await annotate(JSON.stringify(counts), 'responses');
    expect(disagreements.join('\n')).toBe('');
    // Else nothing was compared.
    expect(counts.both).toBeGreaterThan(CASES / 4);
  });

  test.each(PLANTED_RESPONSE_BUGS)('the fuzz finds $name, where that is let pass', async (bug) => {
    const changed = await changedReader((await tempProject()).path('http1'), bug);
    expect((await fuzz(changed, { seed: 1, most: 1 })).disagreements).toHaveLength(1);
  });
});
