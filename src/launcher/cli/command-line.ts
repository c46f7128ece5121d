/** A command line in two: mews's own words, and the app's, which stood after `--`. */
export interface CommandLine {
  readonly own: readonly string[];
  readonly app: readonly string[];
}

/**
 * Splits at the first `--` and mends dotnet's spellings that commander cannot declare: `-lp NAME` (a short option of two
 * letters), and `--inspect[=port]`, whose value is never the next word.
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  return { own: own.map(normalizeWord), app: end < 0 ? [] : argv.slice(end + 1) };
}

function normalizeWord(word: string): string {
  if (word === '-lp') return '--launch-profile';
  if (word.startsWith('-lp=') || word.startsWith('-lp:')) return `--launch-profile=${word.slice(4)}`;
  if (word === '--inspect' || word === '--inspect-brk') return `${word}=9229`;
  return word;
}
