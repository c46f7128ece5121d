import { nearNames } from '../../foundation/errors/near-names.ts';

/** What other tools call an option. */
const ELSEWHERE: Readonly<Record<string, string>> = { port: 'urls', host: 'urls', prod: 'configuration', production: 'configuration', release: 'configuration', debug: 'configuration', quiet: 'verbosity' };

/**
 * The long options that a mistyped one may stand for: those with a near name, else those with a near word in it
 * (`--profle` for `--launch-profile`). The dashes do not count: they would make every short option near to every other.
 */
export function nearOptions(typed: string, known: readonly string[]): string[] {
  const bare = typed.replace(/^-+/, '').replace(/=.*/s, '');
  const names = known.filter((flag) => flag.startsWith('--')).map((flag) => flag.slice(2));
  const elsewhere = names.filter((name) => name === ELSEWHERE[bare]);
  const near = elsewhere.length > 0 ? elsewhere : nearNames(bare, names);
  const found = near.length > 0 ? near : names.filter((name) => nearNames(bare, name.split('-').filter((word) => word.length > 3)).length > 0);
  return found.map((name) => `--${name}`);
}
