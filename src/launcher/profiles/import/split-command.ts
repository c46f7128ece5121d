import type { ImportedCommand } from './imported-profile.ts';

/** What a shell would do with it, outside of quotes, is more than to run one program. */
const SHELL = /[;&|<>`\n*?]|\$[({\w]/;
const PART = /"(?:[^"\\]|\\.)*"|'[^']*'|(?:\\.|[^\s"'\\])+/g;
const WORD = new RegExp(`(?:${PART.source})+`, 'g');
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
/** Programs that only set variables for the next one. */
const SETTERS: ReadonlySet<string> = new Set(['cross-env', 'cross-env-shell', 'env', 'exec']);

/** The program, its arguments and its variables of a line for the shell; undefined when that is more than one command. */
export function splitCommand(line: string): Pick<ImportedCommand, 'words' | 'environment'> | undefined {
  const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => (quoted.startsWith('"') && /[`$]/.test(quoted) ? '$(' : ''));
  if (SHELL.test(bare)) return undefined;
  const words = line.match(WORD)?.map(unquoted) ?? [];
  const environment: Record<string, string> = {};
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    const [, name, value = ''] = ASSIGNMENT.exec(word) ?? [];
    if (name !== undefined) environment[name] = value;
    else if (word === 'dotenv') at = lastOfDotenv(words, at);
    else if (!SETTERS.has(word)) break;
    at++;
  }
  return at < words.length ? { words: words.slice(at), environment } : undefined;
}

/** A word of several parts, each quoted in its own way or not at all. */
function unquoted(word: string): string {
  const parts = word.match(PART) ?? [];
  return parts.map((part) => (part.startsWith("'") ? part.slice(1, -1) : part.startsWith('"') ? part.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : part.replaceAll(/\\(.)/g, '$1'))).join('');
}

/** The last word of `dotenv -e .env.local --`: mews reads .env files itself. */
function lastOfDotenv(words: readonly string[], dotenv: number): number {
  const end = words.indexOf('--', dotenv);
  if (end >= 0) return end;
  let last = dotenv;
  while (words[last + 1]?.startsWith('-')) last += /^-[ev]$/.test(words[last + 1] ?? '') ? 2 : 1;
  return last;
}
