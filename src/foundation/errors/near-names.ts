import { distance } from 'fastest-levenshtein';

const MOST = 3;

/**
 * The known names a mistyped one may stand for, nearest first, at most three.
 * A name is near when at most a third of its letters (two at least) differ, or when one contains the other; case does not count.
 */
export function nearNames(typed: string, known: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  return known
    .map((name) => ({ name, apart: apartness(wanted, name.toLowerCase()) }))
    .filter(({ name, apart }) => apart <= Math.max(2, Math.floor(name.length / 3)))
    .sort((left, right) => left.apart - right.apart)
    .slice(0, MOST)
    .map(({ name }) => name);
}

function apartness(wanted: string, name: string): number {
  const contained = wanted.length >= 3 && (name.includes(wanted) || wanted.includes(name)) && name.length >= 3;
  return contained ? 1 : distance(wanted, name);
}
