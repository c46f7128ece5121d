import type { Command } from 'commander';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { fullName } from './named-command.ts';

/**
 * Refuses what commander would let pass: an option in the place of another one's value, and two options that contradict
 * each other. `words` are those of `command`, its name left out. Throws badCommandLine, conflictingOptions.
 */
export function refuseOddWords(command: Command, words: readonly string[]): void {
  const seen = new Set<string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    seen.add(word.replace(/=.*/s, ''));
    if (!takesValue(command, word)) continue;
    const value = words[++at];
    if (value === undefined || /^-./s.test(value)) throw mewsError('badCommandLine', { problem: missingValue(word, value), command: fullName(command) });
  }
  if (seen.has('--launch-profile') && seen.has('--no-launch-profile')) {
    throw mewsError('conflictingOptions', { first: '--launch-profile', second: '--no-launch-profile', why: 'one asks for a profile, the other for none.' });
  }
}

function takesValue({ options }: Command, word: string): boolean {
  return options.some(({ long, short, required }) => required && (word === long || word === short));
}

function missingValue(option: string, next: string | undefined): string {
  return next === undefined ? `${option} has no value.` : `${option} has no value: '${next}' looks like an option (a value like that is written ${option}=${next}).`;
}
