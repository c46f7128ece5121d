/** A command line in two: mews's own words, and the app's, which stood after the first `--`. */
export interface CommandLine {
  readonly own: readonly string[];
  readonly app: readonly string[];
}

const INSPECT_ADDRESS = /^(?:\S+:)?\d+$/;

/**
 * Splits at the first `--` and mends spellings that commander cannot declare: dotnet's `-lp NAME`, `-ep PATH` and `-np` (short
 * options of two letters), `-c=Release` and `-c:Release`, and `--inspect [port]`, which takes the next word only when that is an address.
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const normalize = own[0] === 'dev-certs' ? normalizeCertificateWord : normalizeWord;
  return { own: joinInspect(own).map(normalize), app: end < 0 ? [] : argv.slice(end + 1) };
}

/** Whether a command line asks for `--format json`: also one that cannot be understood is answered in that format. */
export function asksForJson(argv: readonly string[]): boolean {
  const { own } = readCommandLine(argv);
  const asked = own.flatMap((word, at) => (word === '--format' ? [own[at + 1]] : word.startsWith('--format=') ? [word.slice('--format='.length)] : []));
  return asked.at(-1)?.toLowerCase() === 'json';
}

function joinInspect(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if ((before === '--inspect' || before === '--inspect-brk') && INSPECT_ADDRESS.test(word)) joined.splice(-1, 1, `${before}=${word}`);
    else joined.push(word);
  }
  return joined;
}

function normalizeWord(word: string): string {
  if (word === '-lp') return '--launch-profile';
  if (word.startsWith('-lp=') || word.startsWith('-lp:')) return `--launch-profile=${word.slice(4)}`;
  if (word === '--inspect' || word === '--inspect-brk') return `${word}=9229`;
  return word.replace(/^(-[cev])[=:]/, '$1');
}

/** The short options of `dev-certs`, whose letters mean other things elsewhere. */
function normalizeCertificateWord(word: string): string {
  if (word === '-np') return '--no-password';
  const [, option, value] = /^(-ep|-p)(?:[=:](.*))?$/s.exec(word) ?? [];
  if (option === undefined) return word;
  const long = option === '-ep' ? '--export-path' : '--password';
  return value === undefined ? long : `${long}=${value}`;
}
