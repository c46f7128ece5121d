import { casesFrom, type FuzzCase } from './cases.ts';
import { nodeHttpSubject } from './node-http-subject.ts';
import { randomFrom } from './random.ts';
import type { Subject } from './subject.ts';
import { compare, type Comparison, type Verdict } from './verdict.ts';

export interface Disagreement extends Comparison {
  readonly case: FuzzCase;
}

export interface FuzzReport {
  /** How often each verdict was given, by the kind of the case. */
  readonly counts: Record<string, Partial<Record<Verdict, number>>>;
  /** Requests that both read to the end: without them nothing would be compared. */
  readonly readByBoth: number;
  /** Cases that were read laxer than by node:http, or differently: none may be. */
  readonly disagreements: readonly Disagreement[];
}

/** Sends the same octets to the subject and to node:http's parser, and compares what they read. Ends at `maxDisagreements`. */
export async function fuzz(subject: Subject, options: { readonly seed: number; readonly cases: number; readonly maxDisagreements: number }): Promise<FuzzReport> {
  const reference = nodeHttpSubject();
  const counts: FuzzReport['counts'] = {};
  const disagreements: Disagreement[] = [];
  let readByBoth = 0;
  let left = options.cases;
  for (const one of casesFrom(randomFrom(options.seed))) {
    if (left-- === 0 || disagreements.length >= options.maxDisagreements) break;
    const comparison = await compare(subject, reference, one);
    const { verdict } = comparison;
    const ofKind = (counts[one.kind] ??= {});
    ofKind[verdict] = (ofKind[verdict] ?? 0) + 1;
    readByBoth += Math.min(comparison.ours.length, comparison.theirs.length);
    if (verdict === 'laxer' || verdict === 'different') disagreements.push({ ...comparison, case: one });
  }
  return { counts, readByBoth, disagreements };
}

/** What is needed to see a disagreement again. */
export function describeDisagreement({ verdict, ours, theirs, text, case: { kind, splits } }: Disagreement): string {
  return [`${verdict} (${kind})`, `  sent:      ${JSON.stringify(text)}`, `  cut at:    ${JSON.stringify(splits)}`, `  node:http: ${JSON.stringify(theirs)}`, `  ours:      ${JSON.stringify(ours)}`].join('\n');
}
