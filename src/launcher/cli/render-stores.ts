import chalk from 'chalk';
import type { StoreState } from '../../foundation/certificates/trust-stores/trust-in-stores.ts';

/** The trust stores as a table, with what stands in the way where the certificate is not trusted. Ends with a newline. */
export function renderStores(states: readonly StoreState[]): string {
  const width = Math.max(...states.map(({ name }) => name.length));
  const lines = states.map(({ name, place, trusted, why }) => {
    const state = trusted ? chalk.green('trusted    ') : chalk.yellow('not trusted');
    return `${state}  ${name.padEnd(width)}  ${place}${why === '' ? '' : chalk.dim(` (${why})`)}`;
  });
  return `${lines.join('\n')}\n`;
}
